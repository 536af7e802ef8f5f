-- Tables of customer accounts and of partners of record that somebody brought: they are looked at and applied in the background, part by
-- part. Where the work stands is the line that it has come to, written with what was done up to there.
CREATE TABLE account_imports (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    sort TEXT NOT NULL CHECK (sort IN ('accounts', 'named_accounts')),
    file_name TEXT NOT NULL,
    -- The headings and their fields, JSON.
    headings TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('reading', 'looking', 'looked', 'applying', 'done', 'failed')),
    failure TEXT CHECK (failure IN ('cut', 'denied', 'broken')),
    row_count BIGINT NOT NULL,
    -- Of this stage: the last line that was dealt with, how many that makes, and how often the next ones have failed.
    at_line BIGINT NOT NULL,
    handled BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    -- How many rows have which fate.
    made_count BIGINT NOT NULL,
    changed_count BIGINT NOT NULL,
    unchanged_count BIGINT NOT NULL,
    alike_count BIGINT NOT NULL,
    refused_count BIGINT NOT NULL,
    with_alike BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    applied_at BIGINT,
    FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE INDEX account_imports_person ON account_imports (person_id, id);
CREATE INDEX account_imports_moving ON account_imports (moved_at, id) WHERE stage IN ('looking', 'applying');

CREATE TABLE account_import_rows (
    import_id TEXT NOT NULL,
    line BIGINT NOT NULL,
    -- As they were read, JSON.
    cells TEXT NOT NULL,
    fate TEXT NOT NULL CHECK (fate IN ('', 'new', 'changed', 'unchanged', 'alike', 'refused')),
    -- The fate with its reasons, JSON; empty until the row was looked at.
    said TEXT NOT NULL,
    -- The record that it is about, with its version as the fate was found.
    stands TEXT NOT NULL,
    -- What the look made of the row, JSON: for rows behind it, and for the time when it is applied.
    plan TEXT NOT NULL,
    PRIMARY KEY (import_id, line),
    FOREIGN KEY (import_id) REFERENCES account_imports (id)
);

CREATE INDEX account_import_rows_fate ON account_import_rows (import_id, fate, line);

-- By what a row is met by those behind it: its name, its keys, the account and family that it is about.
CREATE TABLE account_import_marks (
    import_id TEXT NOT NULL,
    mark TEXT NOT NULL,
    line BIGINT NOT NULL,
    PRIMARY KEY (import_id, mark, line),
    FOREIGN KEY (import_id) REFERENCES account_imports (id)
);
