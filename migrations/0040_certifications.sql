-- Tiered certifications: paths of courses that are worth certificates of their own.

CREATE TABLE certifications (
    id TEXT PRIMARY KEY,
    track TEXT NOT NULL CHECK (track IN ('sales', 'technical', 'marketing')),
    level BIGINT NOT NULL CHECK (level BETWEEN 1 AND 3),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    -- Months a certificate is valid; 0 means for good.
    validity_months BIGINT NOT NULL CHECK (validity_months >= 0),
    -- Days before the last one from which it can be renewed, and after it for which it still counts.
    window_days BIGINT NOT NULL CHECK (window_days >= 0),
    grace_days BIGINT NOT NULL CHECK (grace_days >= 0),
    mode TEXT NOT NULL CHECK (mode IN ('completion', 'previous_expiry')),
    -- Courses of the path that are needed; 0 means all of them.
    needed BIGINT NOT NULL CHECK (needed >= 0),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    version BIGINT NOT NULL,
    -- A form sent twice makes one certification.
    idempotency_key TEXT NOT NULL,
    published_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (idempotency_key)
);

CREATE INDEX certifications_track ON certifications (track, level, title, id);

CREATE TABLE certification_courses (
    certification_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (certification_id, course_id),
    FOREIGN KEY (certification_id) REFERENCES certifications (id),
    FOREIGN KEY (course_id) REFERENCES courses (id)
);

CREATE INDEX certification_courses_course ON certification_courses (course_id, certification_id);

-- Who sees it: no row for a certification means everybody.
CREATE TABLE certification_tiers (
    certification_id TEXT NOT NULL,
    tier TEXT NOT NULL,
    PRIMARY KEY (certification_id, tier),
    FOREIGN KEY (certification_id) REFERENCES certifications (id)
);

CREATE TABLE certification_types (
    certification_id TEXT NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (certification_id, type),
    FOREIGN KEY (certification_id) REFERENCES certifications (id)
);

-- A certificate is for a course or for a certification. Numbers and ids stay what they were.
CREATE TABLE certificates_of_both (
    id TEXT PRIMARY KEY,
    -- What is printed and looked up in public.
    number TEXT NOT NULL,
    person_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    -- Of a course: which, and by which attempt.
    course_id TEXT,
    enrolment_id TEXT,
    attempt_id TEXT,
    -- Of a certification: which, and how many of it the person had before.
    certification_id TEXT,
    renewal BIGINT,
    -- As they were when it was issued.
    person_name TEXT NOT NULL,
    partner_name TEXT NOT NULL,
    title TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    expires_on TEXT,
    renew_from TEXT,
    grace_until TEXT,
    revoked_at BIGINT,
    revoked_reason TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (number),
    UNIQUE (attempt_id),
    -- Whatever two servers do at once, one path that is completed makes one certificate.
    UNIQUE (person_id, certification_id, renewal),
    CHECK ((course_id IS NULL) = (certification_id IS NOT NULL)),
    CHECK ((course_id IS NULL) = (enrolment_id IS NULL) AND (course_id IS NULL) = (attempt_id IS NULL)),
    CHECK ((certification_id IS NULL) = (renewal IS NULL)),
    CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL)),
    FOREIGN KEY (enrolment_id) REFERENCES enrolments (id),
    FOREIGN KEY (attempt_id) REFERENCES attempts (id),
    FOREIGN KEY (person_id) REFERENCES people (id),
    FOREIGN KEY (partner_id) REFERENCES partners (id),
    FOREIGN KEY (course_id) REFERENCES courses (id),
    FOREIGN KEY (certification_id) REFERENCES certifications (id)
);

INSERT INTO certificates_of_both (id, number, person_id, partner_id, course_id, enrolment_id, attempt_id, person_name,
    partner_name, title, issued_on, expires_on, created_at)
    SELECT id, number, person_id, partner_id, course_id, enrolment_id, attempt_id, person_name, partner_name, course_title,
        issued_on, expires_on, created_at FROM certificates;

DROP TABLE certificates;

ALTER TABLE certificates_of_both RENAME TO certificates;

CREATE INDEX certificates_enrolment ON certificates (enrolment_id, id);
CREATE INDEX certificates_person ON certificates (person_id, id);
CREATE INDEX certificates_partner ON certificates (partner_id, id);
CREATE INDEX certificates_certification ON certificates (certification_id, person_id);
