-- Registration programmes, whose rules are data: every change is a version from a day on.
CREATE TABLE programmes (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX programmes_name ON programmes (name);

CREATE TABLE programme_versions (
    id TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    effective_on TEXT NOT NULL,
    -- JSON of `domain::programmes::Rules`.
    rules TEXT NOT NULL,
    -- What of it statements ask for.
    approves_clear BOOLEAN NOT NULL,
    made_by TEXT,
    made_by_name TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    UNIQUE (programme_id, number),
    FOREIGN KEY (programme_id) REFERENCES programmes (id)
);

-- Under which rules it was handed in; NULL where no programme was for its partner.
ALTER TABLE deals ADD COLUMN programme_version_id TEXT REFERENCES programme_versions (id);
-- JSON of the programme's own fields, as label and value.
ALTER TABLE deals ADD COLUMN own TEXT NOT NULL DEFAULT '[]';
-- Of its approval, in hundredths of a percent.
ALTER TABLE deals ADD COLUMN discount BIGINT;
