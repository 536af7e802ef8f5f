-- The files that an asset has had. The one with the highest number is the asset's own; none is ever changed or taken away.

CREATE TABLE asset_versions (
    asset_id TEXT NOT NULL,
    -- Counted from 1.
    number BIGINT NOT NULL CHECK (number > 0),
    file_id TEXT NOT NULL,
    -- As `assets` has them, so that a version comes back without being read again.
    pages TEXT NOT NULL,
    words TEXT NOT NULL,
    -- What whoever brought it says of it; may be empty.
    note TEXT NOT NULL,
    -- The number of the version whose file this one brings back.
    restores BIGINT CHECK (restores < number),
    -- Zones that had no room on its pages, until zones are placed anew.
    zones_lost BIGINT NOT NULL CHECK (zones_lost >= 0),
    person_id TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (asset_id, number),
    FOREIGN KEY (asset_id) REFERENCES assets (id),
    FOREIGN KEY (file_id) REFERENCES files (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
);

INSERT INTO asset_versions (asset_id, number, file_id, pages, words, note, restores, zones_lost, person_id, at)
SELECT a.id, 1, a.file_id, a.pages, a.words, '', NULL, 0, f.person_id, f.created_at
FROM assets a JOIN files f ON f.id = a.file_id;
