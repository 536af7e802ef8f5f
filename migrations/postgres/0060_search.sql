-- What can be searched for, in words that the portal made. On PostgreSQL a `tsvector` of them.
CREATE TABLE search_rows (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('deal', 'partner', 'person', 'account', 'asset', 'course')),
    record_id TEXT NOT NULL,
    -- Whose row it is; NULL for the vendor's own.
    partner_id TEXT,
    -- Whether the vendor's people may find it.
    shared BOOLEAN NOT NULL,
    -- As they are shown.
    title TEXT NOT NULL,
    detail TEXT NOT NULL,
    note TEXT NOT NULL,
    -- As they are found, each word once.
    title_words TEXT NOT NULL,
    body_words TEXT NOT NULL,
    -- What it is and whose, so that the index itself leaves out what is somebody else's.
    scope_words TEXT NOT NULL,
    -- By which rules the words were made.
    rules BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    -- The words come without case and accents, so no configuration of any language has a say: each becomes a lexeme as
    -- it is, with a weight that says where it stands.
    words TSVECTOR NOT NULL GENERATED ALWAYS AS (CAST(
        regexp_replace(title_words, '([^ ]+)', '\1:1A', 'g') || ' ' || regexp_replace(body_words, '([^ ]+)', '\1:1B', 'g')
        || ' ' || regexp_replace(scope_words, '([^ ]+)', '\1:1C', 'g') AS TSVECTOR)) STORED
);

CREATE UNIQUE INDEX search_rows_record ON search_rows (kind, record_id);
CREATE INDEX search_rows_words ON search_rows USING GIN (words);
