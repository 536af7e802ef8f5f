-- A quiz is drawn from the course's questions, may have a time limit and a wait between attempts.

-- Questions that are asked; 0 means all of them.
ALTER TABLE courses ADD COLUMN draw BIGINT NOT NULL DEFAULT 0 CHECK (draw >= 0);
-- Minutes from the start until answers don't count any more; 0 means without limit.
ALTER TABLE courses ADD COLUMN time_limit BIGINT NOT NULL DEFAULT 0 CHECK (time_limit >= 0);
-- Hours that somebody who has failed waits; 0 means none.
ALTER TABLE courses ADD COLUMN wait_hours BIGINT NOT NULL DEFAULT 0 CHECK (wait_hours >= 0);

-- Attempts that have been started: what was drawn stays with them, as it was.
CREATE TABLE sittings (
    id TEXT PRIMARY KEY,
    enrolment_id TEXT NOT NULL,
    -- The drawn questions in their order, with choices and key, as JSON.
    paper TEXT NOT NULL,
    -- What was answered so far, as JSON.
    answers TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ends_at BIGINT CHECK (ends_at > started_at),
    -- What it became.
    attempt_id TEXT,
    UNIQUE (attempt_id),
    FOREIGN KEY (enrolment_id) REFERENCES enrolments (id),
    FOREIGN KEY (attempt_id) REFERENCES attempts (id)
);

-- One at a time.
CREATE UNIQUE INDEX sittings_open ON sittings (enrolment_id) WHERE attempt_id IS NULL;
CREATE INDEX sittings_enrolment ON sittings (enrolment_id, id);

-- The time was over before it was sent.
ALTER TABLE attempts ADD COLUMN ran_out BOOLEAN NOT NULL DEFAULT FALSE;
