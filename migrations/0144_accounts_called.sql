-- With the id behind name and country it is in the order that is asked for: without, SQLite reads every account of the country, which is.
DROP INDEX accounts_called;
CREATE INDEX accounts_called ON accounts (legal_name, country, id);
