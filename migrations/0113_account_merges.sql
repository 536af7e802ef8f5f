-- Accounts that were written down twice. One that was merged stays as it was written, so that it is found under its own names, and leads
-- to the one it became a part of.
ALTER TABLE accounts ADD COLUMN merged_into_id TEXT REFERENCES accounts (id);
CREATE INDEX accounts_merged ON accounts (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE account_merges (
    id TEXT PRIMARY KEY,
    survivor_id TEXT NOT NULL,
    merged_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    person_name TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- What went from one to the other, JSON: it goes back when the merge is undone.
    moved TEXT NOT NULL,
    undone_at BIGINT,
    undone_by TEXT,
    CHECK (survivor_id <> merged_id),
    FOREIGN KEY (survivor_id) REFERENCES accounts (id),
    FOREIGN KEY (merged_id) REFERENCES accounts (id)
);

CREATE INDEX account_merges_survivor ON account_merges (survivor_id, id);
-- An account is a part of one other at a time.
CREATE UNIQUE INDEX account_merges_open ON account_merges (merged_id) WHERE undone_at IS NULL;

-- Two accounts that may be one, as the matching engine found them by their keys; the smaller id first.
CREATE TABLE account_pairs (
    one_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    score BIGINT NOT NULL,
    -- When somebody said that they are two.
    distinct_at BIGINT,
    PRIMARY KEY (one_id, other_id),
    FOREIGN KEY (one_id) REFERENCES accounts (id),
    FOREIGN KEY (other_id) REFERENCES accounts (id)
);

CREATE INDEX account_pairs_open ON account_pairs (score, one_id, other_id) WHERE distinct_at IS NULL;
CREATE INDEX account_pairs_other ON account_pairs (other_id);

-- Whether an account was held against those that share keys with it since it changed last.
ALTER TABLE accounts ADD COLUMN paired BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX accounts_unpaired ON accounts (id) WHERE NOT paired;
CREATE INDEX account_installs_family ON account_installs (account_id, family_id);
CREATE INDEX deal_families_account ON deal_families (account_id) WHERE account_id IS NOT NULL;
