-- What the vendor kept of its promises, counted by day, in the transaction of each change as the other running counts are. An
-- owner is a partner, or everybody together (empty).

CREATE TABLE deal_days (
    owner TEXT NOT NULL,
    -- Since 1 January 1970 (UTC).
    day BIGINT NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('answered', 'in_time', 'honoured', 'overridden')),
    -- How many whole hours an answer took; nought for all others.
    hours BIGINT NOT NULL,
    deals BIGINT NOT NULL,
    PRIMARY KEY (owner, day, event, hours)
);

-- The answers of one hour, among which the median is.
CREATE INDEX deals_answered ON deals (((decided_at - submitted_at) / 3600000), decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX deals_partner_answered ON deals (partner_id, ((decided_at - submitted_at) / 3600000), decided_at)
    WHERE decided_at IS NOT NULL;
