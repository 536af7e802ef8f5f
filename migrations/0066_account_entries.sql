-- What the vendor's people say of a customer account, and who is named in it.
CREATE TABLE account_entries (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    person_id TEXT,
    person_name TEXT NOT NULL,
    body TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    UNIQUE (idempotency_key),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);

CREATE INDEX account_entries_account ON account_entries (account_id, id);

CREATE TABLE account_mentions (
    entry_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (entry_id, person_id),
    FOREIGN KEY (entry_id) REFERENCES account_entries (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
);
