-- What more the vendor knows of a customer account. Names and domains beside the first ones stand one on a line.
ALTER TABLE accounts ADD COLUMN trading_names TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN more_domains TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN tax_number TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN street TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN postcode TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN city TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN segment TEXT CHECK (segment IN ('enterprise', 'mid_market', 'small', 'public'));
ALTER TABLE accounts ADD COLUMN parent_id TEXT REFERENCES accounts (id);
ALTER TABLE accounts ADD COLUMN named_for_id TEXT REFERENCES partners (id);

CREATE INDEX accounts_parent ON accounts (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX accounts_named_for ON accounts (named_for_id) WHERE named_for_id IS NOT NULL;
-- Whose deals are with an account: for its page, and for who may open it.
CREATE INDEX deals_account ON deals (account_id, id) WHERE account_id IS NOT NULL;
