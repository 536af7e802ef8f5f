-- People, partner organisations, sessions, audit, outbox and files.

-- Bytes are in the file store under their SHA-256; this says what they are.
CREATE TABLE files (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    person_id TEXT,
    created_at BIGINT NOT NULL
);

CREATE INDEX files_sha256 ON files (sha256);

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'channel_manager', 'approver', 'marketing', 'education', 'partner_administrator', 'partner_user')),
    -- References partners, which references people: kept by the store, one of the two has to come first.
    partner_id TEXT,
    password_hash TEXT,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- A partner role has an organisation, a vendor role has none.
    CHECK ((role IN ('partner_administrator', 'partner_user')) = (partner_id IS NOT NULL))
);

CREATE UNIQUE INDEX people_email ON people (email);
CREATE INDEX people_partner ON people (partner_id, id);

CREATE TABLE partners (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    tier TEXT NOT NULL CHECK (tier IN ('registered', 'silver', 'gold', 'platinum')),
    region TEXT NOT NULL CHECK (region IN ('emea', 'americas', 'asia_pacific')),
    parent_id TEXT,
    manager_id TEXT,
    contact_name TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    contact_phone TEXT NOT NULL,
    contact_website TEXT NOT NULL,
    contact_address TEXT NOT NULL,
    logo_id TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    CHECK (parent_id <> id),
    FOREIGN KEY (parent_id) REFERENCES partners (id),
    FOREIGN KEY (manager_id) REFERENCES people (id),
    FOREIGN KEY (logo_id) REFERENCES files (id)
);

CREATE INDEX partners_name ON partners (name, id);
CREATE INDEX partners_manager ON partners (manager_id, id);

-- A person is (issuer, subject): what a provider asserts, never the address.
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id TEXT NOT NULL,
    email TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject),
    FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE INDEX identities_person ON identities (person_id);

-- A domain belongs to one organisation: sign-in finds the provider by it.
CREATE TABLE partner_domains (
    domain TEXT PRIMARY KEY,
    partner_id TEXT NOT NULL,
    FOREIGN KEY (partner_id) REFERENCES partners (id)
);

CREATE INDEX partner_domains_partner ON partner_domains (partner_id);

CREATE TABLE partner_types (
    partner_id TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('reseller', 'distributor', 'integrator', 'service_provider', 'software_vendor')),
    PRIMARY KEY (partner_id, type),
    FOREIGN KEY (partner_id) REFERENCES partners (id)
);

-- Links carry a secret; only its SHA-256 is kept.
CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL,
    partner_id TEXT,
    email TEXT,
    role TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (partner_id) REFERENCES partners (id)
);

CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    person_id TEXT,
    data TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- One line per change and per refused access: the row before and after.
CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    person_id TEXT,
    person_name TEXT NOT NULL,
    act TEXT NOT NULL,
    record_kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    partner_id TEXT,
    before TEXT,
    after TEXT
);

CREATE INDEX audit_record ON audit (record_kind, record_id, id);

-- What has to happen after a change: written with it, worked off with retries.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'claimed', 'done', 'dead')),
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_at BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL
);

CREATE INDEX outbox_due ON outbox (state, due_at, id);
