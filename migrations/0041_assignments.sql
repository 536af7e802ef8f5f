-- What people are asked to complete, and how many of its people an organisation needs with a certification.

CREATE TABLE assignments (
    id TEXT PRIMARY KEY,
    partner_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    course_id TEXT,
    certification_id TEXT,
    -- The last day, if there is one.
    due_on TEXT,
    -- Who asked, as they were called.
    by_name TEXT NOT NULL,
    assigned_at BIGINT NOT NULL,
    reminded_on TEXT,
    done_at BIGINT,
    withdrawn_at BIGINT,
    CHECK ((course_id IS NULL) = (certification_id IS NOT NULL)),
    CHECK (done_at IS NULL OR withdrawn_at IS NULL),
    FOREIGN KEY (partner_id) REFERENCES partners (id),
    FOREIGN KEY (person_id) REFERENCES people (id),
    FOREIGN KEY (course_id) REFERENCES courses (id),
    FOREIGN KEY (certification_id) REFERENCES certifications (id)
);

-- Whoever asks, and however often: one person is asked once for one thing.
CREATE UNIQUE INDEX assignments_open_course ON assignments (person_id, course_id)
    WHERE done_at IS NULL AND withdrawn_at IS NULL AND course_id IS NOT NULL;
CREATE UNIQUE INDEX assignments_open_certification ON assignments (person_id, certification_id)
    WHERE done_at IS NULL AND withdrawn_at IS NULL AND certification_id IS NOT NULL;
CREATE INDEX assignments_partner ON assignments (partner_id, id);

CREATE TABLE requirements (
    certification_id TEXT NOT NULL,
    tier TEXT NOT NULL,
    -- People of an organisation of the tier.
    required BIGINT NOT NULL CHECK (required > 0),
    PRIMARY KEY (certification_id, tier),
    FOREIGN KEY (certification_id) REFERENCES certifications (id)
);
