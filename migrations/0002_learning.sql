-- Courses, quizzes, enrolments and certificates.

CREATE TABLE courses (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    topic TEXT NOT NULL CHECK (topic IN ('sales', 'technical', 'marketing')),
    minutes BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    -- Percent of the points that passes.
    pass_mark BIGINT NOT NULL CHECK (pass_mark BETWEEN 1 AND 100),
    -- 0 means without limit.
    attempt_limit BIGINT NOT NULL CHECK (attempt_limit >= 0),
    -- Months a certificate is valid; 0 means for good.
    validity_months BIGINT NOT NULL CHECK (validity_months >= 0),
    -- Title and summary in lower case, for searching.
    search TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- A form sent twice makes one course.
    idempotency_key TEXT NOT NULL,
    published_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (idempotency_key)
);

CREATE INDEX courses_state ON courses (state, title, id);

-- Who sees it: no row for a course means everybody.
CREATE TABLE course_tiers (
    course_id TEXT NOT NULL,
    tier TEXT NOT NULL,
    PRIMARY KEY (course_id, tier),
    FOREIGN KEY (course_id) REFERENCES courses (id)
);

CREATE TABLE course_types (
    course_id TEXT NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (course_id, type),
    FOREIGN KEY (course_id) REFERENCES courses (id)
);

CREATE TABLE lessons (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    UNIQUE (idempotency_key),
    FOREIGN KEY (course_id) REFERENCES courses (id)
);

CREATE INDEX lessons_course ON lessons (course_id, position);

CREATE TABLE questions (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('single', 'multiple')),
    wording TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    UNIQUE (idempotency_key),
    FOREIGN KEY (course_id) REFERENCES courses (id)
);

CREATE INDEX questions_course ON questions (course_id, position);

CREATE TABLE choices (
    id TEXT PRIMARY KEY,
    question_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    wording TEXT NOT NULL,
    is_right BOOLEAN NOT NULL,
    FOREIGN KEY (question_id) REFERENCES questions (id)
);

CREATE INDEX choices_question ON choices (question_id, position);

CREATE TABLE enrolments (
    id TEXT PRIMARY KEY,
    course_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    -- The lesson last opened: where to resume.
    lesson_id TEXT,
    enrolled_at BIGINT NOT NULL,
    completed_at BIGINT,
    UNIQUE (course_id, person_id),
    FOREIGN KEY (course_id) REFERENCES courses (id),
    FOREIGN KEY (person_id) REFERENCES people (id),
    FOREIGN KEY (partner_id) REFERENCES partners (id)
);

CREATE INDEX enrolments_person ON enrolments (person_id, id);
CREATE INDEX enrolments_partner ON enrolments (partner_id, id);

CREATE TABLE lessons_read (
    enrolment_id TEXT NOT NULL,
    lesson_id TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (enrolment_id, lesson_id),
    FOREIGN KEY (enrolment_id) REFERENCES enrolments (id)
);

CREATE TABLE attempts (
    id TEXT PRIMARY KEY,
    enrolment_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- What was chosen and what was wrong, question by question, as JSON.
    answers TEXT NOT NULL,
    score BIGINT NOT NULL CHECK (score BETWEEN 0 AND 100),
    passed BOOLEAN NOT NULL,
    -- A form sent twice is graded once.
    idempotency_key TEXT NOT NULL,
    graded_at BIGINT NOT NULL,
    UNIQUE (enrolment_id, number),
    UNIQUE (idempotency_key),
    FOREIGN KEY (enrolment_id) REFERENCES enrolments (id)
);

CREATE TABLE certificates (
    id TEXT PRIMARY KEY,
    -- What is printed and looked up in public.
    number TEXT NOT NULL,
    enrolment_id TEXT NOT NULL,
    attempt_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    course_id TEXT NOT NULL,
    -- As they were when it was issued.
    person_name TEXT NOT NULL,
    partner_name TEXT NOT NULL,
    course_title TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    expires_on TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (number),
    UNIQUE (attempt_id),
    FOREIGN KEY (enrolment_id) REFERENCES enrolments (id),
    FOREIGN KEY (attempt_id) REFERENCES attempts (id),
    FOREIGN KEY (person_id) REFERENCES people (id),
    FOREIGN KEY (partner_id) REFERENCES partners (id),
    FOREIGN KEY (course_id) REFERENCES courses (id)
);

CREATE INDEX certificates_enrolment ON certificates (enrolment_id, id);
CREATE INDEX certificates_person ON certificates (person_id, id);
CREATE INDEX certificates_partner ON certificates (partner_id, id);
