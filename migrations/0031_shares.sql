-- Links by which somebody outside gets one asset.

CREATE TABLE shares (
    id TEXT PRIMARY KEY,
    -- SHA-256 of the secret in the link; the secret itself is shown once and not kept.
    token_hash TEXT NOT NULL,
    asset_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    -- Whose copy it is; NULL for the vendor's own.
    partner_id TEXT,
    cobranded BOOLEAN NOT NULL,
    -- PHC string; NULL where no password is asked for.
    password_hash TEXT,
    takes_most BIGINT CHECK (takes_most > 0),
    takes BIGINT NOT NULL CHECK (takes >= 0),
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    created_at BIGINT NOT NULL,
    CHECK (takes_most IS NULL OR takes <= takes_most),
    CHECK (expires_at > created_at),
    -- Only a partner has a brand to put on it.
    CHECK (partner_id IS NOT NULL OR NOT cobranded),
    FOREIGN KEY (asset_id) REFERENCES assets (id),
    FOREIGN KEY (person_id) REFERENCES people (id),
    FOREIGN KEY (partner_id) REFERENCES partners (id)
);

CREATE UNIQUE INDEX shares_token ON shares (token_hash);
CREATE INDEX shares_partner ON shares (partner_id, id);
CREATE INDEX shares_asset ON shares (asset_id, id);

-- Each time that a file was taken by a link. Nothing is kept of who it was: nobody is signed in there.
CREATE TABLE share_takes (
    id TEXT PRIMARY KEY,
    share_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    FOREIGN KEY (share_id) REFERENCES shares (id)
);

CREATE INDEX share_takes_share ON share_takes (share_id, id);
