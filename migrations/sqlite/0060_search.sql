-- What can be searched for, in words that the portal made. On SQLite an FTS5 table over them.
CREATE TABLE search_rows (
    id INTEGER PRIMARY KEY,
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
    made_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX search_rows_record ON search_rows (kind, record_id);

-- The words come without case and accents: nothing is left to do but to part them.
CREATE VIRTUAL TABLE search_index USING fts5 (
    title_words, body_words, scope_words,
    content = 'search_rows', content_rowid = 'id', tokenize = 'ascii', prefix = '2 3'
);

CREATE TRIGGER search_rows_inserted AFTER INSERT ON search_rows BEGIN
    INSERT INTO search_index (rowid, title_words, body_words, scope_words)
    VALUES (new.id, new.title_words, new.body_words, new.scope_words);
END;

CREATE TRIGGER search_rows_deleted AFTER DELETE ON search_rows BEGIN
    INSERT INTO search_index (search_index, rowid, title_words, body_words, scope_words)
    VALUES ('delete', old.id, old.title_words, old.body_words, old.scope_words);
END;

CREATE TRIGGER search_rows_updated AFTER UPDATE ON search_rows BEGIN
    INSERT INTO search_index (search_index, rowid, title_words, body_words, scope_words)
    VALUES ('delete', old.id, old.title_words, old.body_words, old.scope_words);
    INSERT INTO search_index (rowid, title_words, body_words, scope_words)
    VALUES (new.id, new.title_words, new.body_words, new.scope_words);
END;
