-- Finding collateral: what is said of it, the words on its pages, and collections that marketing puts together.

ALTER TABLE assets ADD COLUMN description TEXT NOT NULL DEFAULT '';
-- The words on a PDF's pages in lower case, as many as are kept.
ALTER TABLE assets ADD COLUMN words TEXT NOT NULL DEFAULT '';

CREATE INDEX asset_tags_tag ON asset_tags (tag, asset_id);

CREATE TABLE collections (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    -- The asset whose picture stands for it; one that a partner doesn't reach is not its picture there.
    cover_id TEXT,
    version BIGINT NOT NULL,
    -- The same form sent twice is one collection.
    idempotency_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (idempotency_key),
    FOREIGN KEY (cover_id) REFERENCES assets (id)
);

CREATE INDEX collections_name ON collections (name, id);

-- Who sees a collection follows from its assets: there is no audience of its own.
CREATE TABLE collection_assets (
    collection_id TEXT NOT NULL,
    asset_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (collection_id, asset_id),
    FOREIGN KEY (collection_id) REFERENCES collections (id),
    FOREIGN KEY (asset_id) REFERENCES assets (id)
);

CREATE INDEX collection_assets_order ON collection_assets (collection_id, position, asset_id);
CREATE INDEX collection_assets_asset ON collection_assets (asset_id, collection_id);
