-- Pictures of films, drawn by a program of the machine; NULL where it could draw none.

CREATE TABLE stills (
    film_id TEXT PRIMARY KEY,
    picture_id TEXT,
    at BIGINT NOT NULL,
    FOREIGN KEY (film_id) REFERENCES files (id),
    FOREIGN KEY (picture_id) REFERENCES files (id)
);
