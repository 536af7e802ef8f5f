-- Zones have a look and may hold a locked text; an asset says whether copies that break the rules of logos are made.

CREATE TABLE asset_zones_with_looks (
    id TEXT PRIMARY KEY,
    asset_id TEXT NOT NULL,
    page BIGINT NOT NULL CHECK (page >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('logo', 'name', 'contact', 'text')),
    x BIGINT NOT NULL,
    y BIGINT NOT NULL,
    width BIGINT NOT NULL CHECK (width > 0),
    height BIGINT NOT NULL CHECK (height > 0),
    -- JSON; empty for the look that the kind usually has.
    look TEXT NOT NULL,
    FOREIGN KEY (asset_id) REFERENCES assets (id)
);

INSERT INTO asset_zones_with_looks (id, asset_id, page, kind, x, y, width, height, look)
    SELECT id, asset_id, page, kind, x, y, width, height, '' FROM asset_zones;
DROP TABLE asset_zones;
ALTER TABLE asset_zones_with_looks RENAME TO asset_zones;
CREATE INDEX asset_zones_asset ON asset_zones (asset_id, page, id);

-- What breaks the rules of logos is told in any case; here no copy is made of it either.
ALTER TABLE assets ADD COLUMN strict BOOLEAN NOT NULL DEFAULT FALSE;
