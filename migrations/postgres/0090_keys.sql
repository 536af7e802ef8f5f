-- Keys under which companies are found that may be the same, made by the matching engine.
CREATE TABLE search_account_keys (
    key BIGINT NOT NULL,
    account_id TEXT NOT NULL,
    PRIMARY KEY (key, account_id)
);

-- Of registrations that were submitted; drafts are nobody's claim.
CREATE TABLE search_deal_keys (
    key BIGINT NOT NULL,
    deal_id TEXT NOT NULL,
    PRIMARY KEY (key, deal_id)
);

-- By which rules the keys of a record were made. What is not here, or by others, gets its keys from the worker.
CREATE TABLE search_keyed (
    record_id TEXT PRIMARY KEY,
    rules BIGINT NOT NULL
);
