-- Words that say of what they are: a partner's search reads what the index knows of its own rows, and nothing of all others'.
DROP INDEX search_rows_words;
ALTER TABLE search_rows DROP COLUMN words;
-- Each word twice, after its kind and, where it is somebody's, after the end of the partner's id and the kind.
ALTER TABLE search_rows ADD COLUMN words TSVECTOR NOT NULL GENERATED ALWAYS AS (CAST(
    regexp_replace(title_words, '([^ ]+)', split_part(scope_words, ' ', 1) || '_\1:1A', 'g') || ' '
    || regexp_replace(body_words, '([^ ]+)', split_part(scope_words, ' ', 1) || '_\1:1B', 'g')
    || CASE WHEN split_part(scope_words, ' ', 2) = '' THEN '' ELSE ' '
        || regexp_replace(title_words, '([^ ]+)',
            "right"(split_part(scope_words, ' ', 2), 8) || split_part(scope_words, ' ', 1) || '_\1:1A', 'g') || ' '
        || regexp_replace(body_words, '([^ ]+)',
            "right"(split_part(scope_words, ' ', 2), 8) || split_part(scope_words, ' ', 1) || '_\1:1B', 'g') END
    AS TSVECTOR)) STORED;

CREATE INDEX search_rows_words ON search_rows USING GIN (words);
-- The newest of a kind, of anybody's and of one partner's.
CREATE INDEX search_rows_newest ON search_rows (kind, id);
CREATE INDEX search_rows_newest_own ON search_rows (partner_id, kind, id);
