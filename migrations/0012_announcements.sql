-- Announcements: what the vendor tells partners, for whom, from when to when, and who has read it.

CREATE TABLE announcements (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    -- Markdown.
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    -- The first day on which partners see it; set on publishing where it was left open.
    publish_on TEXT,
    -- The first day on which it is gone.
    expire_on TEXT,
    -- Whether readers have to say that they have read it.
    acknowledge BOOLEAN NOT NULL,
    person_id TEXT,
    version BIGINT NOT NULL,
    -- A form sent twice makes one.
    idempotency_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (idempotency_key),
    CHECK (state <> 'published' OR publish_on IS NOT NULL),
    CHECK (expire_on > publish_on)
);

CREATE INDEX announcements_published ON announcements (state, publish_on, id);

-- For whom: no row of a sort means everybody.
CREATE TABLE announcement_audience (
    announcement_id TEXT NOT NULL,
    sort TEXT NOT NULL CHECK (sort IN ('tier', 'type', 'region', 'language')),
    word TEXT NOT NULL,
    PRIMARY KEY (announcement_id, sort, word),
    FOREIGN KEY (announcement_id) REFERENCES announcements (id)
);

CREATE TABLE announcement_readers (
    announcement_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    acknowledged_at BIGINT,
    PRIMARY KEY (announcement_id, person_id),
    FOREIGN KEY (announcement_id) REFERENCES announcements (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
);
