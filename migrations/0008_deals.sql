-- Deals and accounts: what lists are searched by, forms that count once, families that two people edit.

-- In lower case as the portal knows it: the engines' own LOWER differ beyond ASCII.
ALTER TABLE deals ADD COLUMN search TEXT NOT NULL DEFAULT '';
UPDATE deals SET search = LOWER(customer_name || ' ' || COALESCE(number, ''));
ALTER TABLE accounts ADD COLUMN search TEXT NOT NULL DEFAULT '';
UPDATE accounts SET search = LOWER(legal_name || ' ' || domain);

-- The same form sent twice is one account. None for accounts that an approval made.
ALTER TABLE accounts ADD COLUMN idempotency_key TEXT;
CREATE UNIQUE INDEX accounts_idempotency_key ON accounts (idempotency_key);

ALTER TABLE families ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- Whoever makes an account of a deal's customer holds this row: two approvals do not make one company twice.
INSERT INTO counters (name, value) VALUES ('account', 0);
