-- Lessons show a video or a document beside their text, and remember where somebody is in it.

-- Percent of a video that has to be played before the lesson is done.
ALTER TABLE lessons ADD COLUMN needed BIGINT NOT NULL DEFAULT 90 CHECK (needed BETWEEN 1 AND 100);

CREATE TABLE lesson_media (
    lesson_id TEXT PRIMARY KEY,
    file_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('mp4', 'webm', 'pdf')),
    -- Milliseconds of a video, pages of a document.
    extent BIGINT NOT NULL CHECK (extent > 0),
    FOREIGN KEY (lesson_id) REFERENCES lessons (id),
    FOREIGN KEY (file_id) REFERENCES files (id)
);

CREATE TABLE lesson_captions (
    lesson_id TEXT NOT NULL,
    language TEXT NOT NULL,
    file_id TEXT NOT NULL,
    PRIMARY KEY (lesson_id, language),
    FOREIGN KEY (lesson_id) REFERENCES lessons (id),
    FOREIGN KEY (file_id) REFERENCES files (id)
);

-- As with lessons_read, what somebody has done stays when the lesson goes.
CREATE TABLE viewings (
    enrolment_id TEXT NOT NULL,
    lesson_id TEXT NOT NULL,
    -- Milliseconds of a video, the page of a document.
    place BIGINT NOT NULL CHECK (place >= 0),
    -- The pieces of a video that were played, as JSON.
    played TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    heard_at BIGINT,
    PRIMARY KEY (enrolment_id, lesson_id),
    FOREIGN KEY (enrolment_id) REFERENCES enrolments (id)
);
