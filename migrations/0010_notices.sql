-- Notices: who was told what, what each person wants to be told how, and what the clock has told of already.

CREATE TABLE notices (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    -- One of the domain's kinds; the list is kept there, so that a further kind needs no migration.
    kind TEXT NOT NULL,
    -- The event that it came of.
    event_id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    partner_id TEXT,
    -- As they were when it happened.
    subject TEXT NOT NULL,
    organisation TEXT NOT NULL,
    by_name TEXT NOT NULL,
    detail TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT,
    -- An event that is worked on twice tells nobody twice.
    UNIQUE (event_id, person_id, kind),
    FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE INDEX notices_person ON notices (person_id, id);
CREATE INDEX notices_unread ON notices (person_id) WHERE read_at IS NULL;
-- Whoever waits for news looks at what is new and at what was read just now.
CREATE INDEX notices_created ON notices (created_at);
CREATE INDEX notices_read ON notices (read_at) WHERE read_at IS NOT NULL;

-- What somebody chose; no row means what the kind itself suggests.
CREATE TABLE notice_preferences (
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    delivery TEXT NOT NULL CHECK (delivery IN ('at_once', 'daily', 'in_app', 'off')),
    PRIMARY KEY (person_id, kind),
    FOREIGN KEY (person_id) REFERENCES people (id)
);

-- What comes about by the clock becomes an event once, whichever server looks at the clock.
CREATE TABLE clock_marks (
    mark TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);

CREATE INDEX clock_marks_at ON clock_marks (at);

-- Who is named in what was said, as far as they may read it.
CREATE TABLE mentions (
    entry_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (entry_id, person_id),
    FOREIGN KEY (entry_id) REFERENCES deal_entries (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
);
