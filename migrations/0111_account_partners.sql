-- Who has a customer account for a product family, from which day to which.
CREATE TABLE account_partners (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    family_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    from_on TEXT NOT NULL,
    -- The last day; the last of all days while nobody has said one.
    until_on TEXT NOT NULL,
    -- The last day of whoever was on record before; none for the first one of an account and family.
    after_on TEXT,
    reason TEXT NOT NULL,
    person_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- No two periods of an account and family have a day in common: each begins behind the end of the one before it, each end has one
    -- that follows at most, and one of them is the first.
    CHECK (until_on >= from_on),
    CHECK (after_on < from_on),
    UNIQUE (account_id, family_id, until_on),
    UNIQUE (account_id, family_id, after_on),
    FOREIGN KEY (account_id, family_id, after_on) REFERENCES account_partners (account_id, family_id, until_on),
    FOREIGN KEY (account_id) REFERENCES accounts (id),
    FOREIGN KEY (family_id) REFERENCES families (id),
    FOREIGN KEY (partner_id) REFERENCES partners (id)
);

CREATE UNIQUE INDEX account_partners_first ON account_partners (account_id, family_id) WHERE after_on IS NULL;
CREATE INDEX account_partners_partner ON account_partners (partner_id, account_id, family_id);
