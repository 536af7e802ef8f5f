-- Files on their way in, piece by piece. Any server can take the next piece.

CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    -- As it was called, cleaned.
    name TEXT NOT NULL,
    -- How many bytes it will have, and how many of them are kept.
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    received BIGINT NOT NULL CHECK (received >= 0 AND received <= bytes),
    pieces BIGINT NOT NULL CHECK (pieces >= 0),
    -- Zero when it was given up: its bytes are being removed, and nothing brings it back.
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE INDEX uploads_person ON uploads (person_id, expires_at);
CREATE INDEX uploads_expiry ON uploads (expires_at);

-- What is kept of it, in the file store.
CREATE TABLE upload_pieces (
    upload_id TEXT NOT NULL,
    -- The place of its first byte in the file: one piece for each place, whoever sends at the same time.
    starts_at BIGINT NOT NULL CHECK (starts_at >= 0),
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    name TEXT NOT NULL,
    PRIMARY KEY (upload_id, starts_at),
    FOREIGN KEY (upload_id) REFERENCES uploads (id)
);
