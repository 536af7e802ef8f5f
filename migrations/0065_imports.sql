-- Tables that somebody brought, between the look at what they would do and the word that does it.
CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    sort TEXT NOT NULL CHECK (sort IN ('organisations', 'people')),
    -- The rows as they were read, JSON; empty once they were applied.
    sheet TEXT NOT NULL,
    applied_at BIGINT,
    -- What became of how many rows, JSON; empty until then.
    outcome TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE INDEX imports_person ON imports (person_id, id);
