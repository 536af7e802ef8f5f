-- Names and domains as an older rule saw them: the keys of 0090 stand in their place.
DROP INDEX accounts_name;
DROP INDEX accounts_domain;
DROP INDEX deals_match_name;
DROP INDEX deals_match_domain;
ALTER TABLE accounts DROP COLUMN match_name;
ALTER TABLE accounts DROP COLUMN match_domain;
ALTER TABLE deals DROP COLUMN match_name;
ALTER TABLE deals DROP COLUMN match_domain;
