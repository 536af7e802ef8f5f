-- What people keep of lists: a name for the query of an address.
CREATE TABLE views (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    -- Whose people have it when it is shared; nobody's is the vendor's.
    partner_id TEXT,
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    shared BOOLEAN NOT NULL,
    -- Whether the list opens with it for its owner.
    opens BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (person_id) REFERENCES people (id),
    FOREIGN KEY (partner_id) REFERENCES partners (id)
);

CREATE UNIQUE INDEX views_name ON views (person_id, list, name);
CREATE UNIQUE INDEX views_opens ON views (person_id, list) WHERE opens;
CREATE INDEX views_shared ON views (list, name) WHERE shared;

-- The orders in which long lists are read from either end.
CREATE INDEX deals_by_customer ON deals (customer_name, id);
CREATE INDEX deals_by_amount ON deals ((COALESCE(amount, 0)), id);
CREATE INDEX deals_by_number ON deals ((COALESCE(number, '')), id);
CREATE INDEX deals_by_close ON deals ((COALESCE(close_on, '')), id);
CREATE INDEX deals_by_submitted ON deals ((COALESCE(submitted_at, 0)), id);
CREATE INDEX deals_by_decide ON deals ((COALESCE(decide_by_at, 0)), id);
CREATE INDEX deals_by_protected ON deals ((COALESCE(protected_until_at, 0)), id);
CREATE INDEX partners_by_joined ON partners (created_at, id);
CREATE INDEX people_by_name ON people (name, id);
CREATE INDEX people_by_joined ON people (created_at, id);
CREATE INDEX accounts_by_domain ON accounts (domain, id);
CREATE INDEX accounts_by_country ON accounts (country, id);
CREATE INDEX accounts_by_made ON accounts (created_at, id);
