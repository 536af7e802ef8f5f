-- Customer accounts, product families and deal registrations.

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    legal_name TEXT NOT NULL,
    domain TEXT NOT NULL,
    -- Name and domain as matching sees them.
    match_name TEXT NOT NULL,
    match_domain TEXT NOT NULL,
    country TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX accounts_name ON accounts (match_name, id);
CREATE INDEX accounts_domain ON accounts (match_domain, id);
CREATE INDEX accounts_list ON accounts (legal_name, id);

CREATE TABLE families (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (name)
);

-- Numbers that people say, without gaps: the row is locked until the transaction that took one ends.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

INSERT INTO counters (name, value) VALUES ('deal', 0);

CREATE TABLE deals (
    id TEXT PRIMARY KEY,
    -- What people say on the telephone: D-000123; given at submission.
    number TEXT,
    partner_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'in_review', 'approved', 'rejected', 'withdrawn', 'expired', 'won', 'lost')),
    -- The customer as the partner wrote it.
    customer_name TEXT NOT NULL,
    customer_domain TEXT NOT NULL,
    -- Name and domain as matching sees them.
    match_name TEXT NOT NULL,
    match_domain TEXT NOT NULL,
    customer_country TEXT NOT NULL,
    -- The customer account that the approver linked.
    account_id TEXT,
    contact_name TEXT NOT NULL,
    contact_role TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    need TEXT NOT NULL,
    amount BIGINT,
    currency TEXT NOT NULL,
    close_on TEXT,
    -- The form as it was typed, kept while a draft so that nothing is lost.
    draft TEXT NOT NULL,
    reason TEXT,
    reason_note TEXT NOT NULL,
    -- Priority among registrations.
    submitted_at BIGINT,
    -- The decision clock.
    decide_by_at BIGINT,
    decided_at BIGINT,
    decided_by TEXT,
    protected_until_at BIGINT,
    closed_at BIGINT,
    idempotency_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (number),
    UNIQUE (idempotency_key),
    -- What is approved has an account and a window.
    CHECK (state <> 'approved' OR (account_id IS NOT NULL AND protected_until_at IS NOT NULL)),
    CHECK (state <> 'rejected' OR reason IS NOT NULL),
    FOREIGN KEY (partner_id) REFERENCES partners (id),
    FOREIGN KEY (person_id) REFERENCES people (id),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);

CREATE INDEX deals_partner ON deals (partner_id, id);
CREATE INDEX deals_state ON deals (state, decide_by_at, id);
CREATE INDEX deals_protected ON deals (state, protected_until_at);
CREATE INDEX deals_match_name ON deals (match_name);
CREATE INDEX deals_match_domain ON deals (match_domain);

-- The invariant of the programme: one live approval per account and family.
CREATE TABLE deal_families (
    deal_id TEXT NOT NULL,
    family_id TEXT NOT NULL,
    account_id TEXT,
    live BOOLEAN NOT NULL,
    PRIMARY KEY (deal_id, family_id),
    CHECK (NOT live OR account_id IS NOT NULL),
    FOREIGN KEY (deal_id) REFERENCES deals (id),
    FOREIGN KEY (family_id) REFERENCES families (id),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);

CREATE UNIQUE INDEX deal_families_live ON deal_families (account_id, family_id) WHERE live;

CREATE TABLE deal_files (
    deal_id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    PRIMARY KEY (deal_id, file_id),
    FOREIGN KEY (deal_id) REFERENCES deals (id),
    FOREIGN KEY (file_id) REFERENCES files (id)
);

CREATE TABLE deal_entries (
    id TEXT PRIMARY KEY,
    deal_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    person_id TEXT,
    person_name TEXT NOT NULL,
    -- Whether the writer is of the vendor.
    by_staff BOOLEAN NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'drafted', 'submitted', 'review_started', 'approved', 'rejected', 'withdrawn', 'expired', 'won', 'lost')),
    internal BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    idempotency_key TEXT,
    UNIQUE (idempotency_key),
    FOREIGN KEY (deal_id) REFERENCES deals (id)
);

CREATE INDEX deal_entries_deal ON deal_entries (deal_id, id);
