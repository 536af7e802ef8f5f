-- Several partners on one deal: what each of them does, and its share of the credit. A deal without rows is its partner's alone.
CREATE TABLE deal_parts (
    deal_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('source', 'influence', 'resell', 'distribute', 'implement')),
    -- Percent; all shares of a deal make a hundred.
    share BIGINT NOT NULL CHECK (share BETWEEN 0 AND 100),
    -- As they were written.
    position BIGINT NOT NULL,
    PRIMARY KEY (deal_id, partner_id, role),
    UNIQUE (deal_id, position),
    FOREIGN KEY (deal_id) REFERENCES deals (id),
    FOREIGN KEY (partner_id) REFERENCES partners (id)
);
