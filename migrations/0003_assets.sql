-- Collateral, its zones and its downloads.

CREATE TABLE assets (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('data_sheet', 'presentation', 'case_study', 'brochure', 'image', 'video', 'other')),
    language TEXT NOT NULL,
    file_id TEXT NOT NULL,
    -- Pages of a PDF and their sizes as JSON, when the worker could read them.
    pages TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    -- The first day on which partners reach it; set on publishing where it was left open.
    publish_on TEXT,
    -- The first day on which it is out of reach.
    expire_on TEXT,
    -- Title and tags in lower case: what search looks through.
    search TEXT NOT NULL,
    -- A file sent twice is one asset.
    idempotency_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (idempotency_key),
    CHECK (state <> 'published' OR publish_on IS NOT NULL),
    CHECK (expire_on > publish_on),
    FOREIGN KEY (file_id) REFERENCES files (id)
);

-- Partners see the newest first, marketing too.
CREATE INDEX assets_published ON assets (state, publish_on, id);
CREATE INDEX assets_expiry ON assets (state, expire_on);

CREATE TABLE asset_tags (
    asset_id TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (asset_id, tag),
    FOREIGN KEY (asset_id) REFERENCES assets (id)
);

-- Who sees it: no row for an asset means everybody.
CREATE TABLE asset_tiers (
    asset_id TEXT NOT NULL,
    tier TEXT NOT NULL,
    PRIMARY KEY (asset_id, tier),
    FOREIGN KEY (asset_id) REFERENCES assets (id)
);

CREATE TABLE asset_types (
    asset_id TEXT NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (asset_id, type),
    FOREIGN KEY (asset_id) REFERENCES assets (id)
);

-- Lengths in hundredths of a point, from the top left corner of the page as it is shown.
CREATE TABLE asset_zones (
    id TEXT PRIMARY KEY,
    asset_id TEXT NOT NULL,
    page BIGINT NOT NULL CHECK (page >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('logo', 'name', 'contact')),
    x BIGINT NOT NULL,
    y BIGINT NOT NULL,
    width BIGINT NOT NULL CHECK (width > 0),
    height BIGINT NOT NULL CHECK (height > 0),
    FOREIGN KEY (asset_id) REFERENCES assets (id)
);

CREATE INDEX asset_zones_asset ON asset_zones (asset_id, page, id);

CREATE TABLE downloads (
    id TEXT PRIMARY KEY,
    asset_id TEXT NOT NULL,
    -- The very bytes that were taken, before the brand came onto them.
    file_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    partner_id TEXT,
    cobranded BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    FOREIGN KEY (asset_id) REFERENCES assets (id),
    FOREIGN KEY (file_id) REFERENCES files (id),
    FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE INDEX downloads_asset ON downloads (asset_id, id);
CREATE INDEX downloads_person ON downloads (person_id, asset_id, at);
