-- The vendor's own look and words. One row; while it isn't there, the configuration says the look.

CREATE TABLE looks (
    id TEXT PRIMARY KEY CHECK (id = 'vendor'),
    name TEXT NOT NULL,
    -- Of the accent, in degrees (OKLCH).
    hue BIGINT NOT NULL CHECK (hue BETWEEN 0 AND 360),
    logo_id TEXT,
    version BIGINT NOT NULL,
    FOREIGN KEY (logo_id) REFERENCES files (id)
);

-- What a term of the programme is called in a language, where it isn't called as the portal calls it.
CREATE TABLE own_words (
    term TEXT NOT NULL,
    language TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (term, language)
);
