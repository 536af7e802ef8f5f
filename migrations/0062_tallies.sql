-- Running counts of deals, kept in the transaction of each change, so that nobody has to count all deals to say how many
-- there are. An owner is a partner, a person, or everybody together (empty). No CHECK holds the numbers: a count that is wrong
-- keeps nobody from deciding.

CREATE TABLE deal_tallies (
    owner TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Whether they were ever submitted: what was not is its partner's own.
    handed_in BOOLEAN NOT NULL,
    currency TEXT NOT NULL,
    deals BIGINT NOT NULL,
    -- What they are worth together, in whole minor units.
    minor BIGINT NOT NULL,
    PRIMARY KEY (owner, state, handed_in, currency)
);

-- What happened in which month (UTC): year times twelve plus the month from nought.
CREATE TABLE deal_months (
    owner TEXT NOT NULL,
    month BIGINT NOT NULL,
    -- Decided within the decision clock counts once more, as in_time.
    event TEXT NOT NULL CHECK (event IN ('registered', 'approved', 'rejected', 'in_time')),
    deals BIGINT NOT NULL,
    PRIMARY KEY (owner, month, event)
);

-- What home reads of the rows themselves, each in its order.
CREATE INDEX deals_waiting ON deals (decide_by_at, id) WHERE state IN ('submitted', 'in_review');
CREATE INDEX deals_partner_ends ON deals (partner_id, protected_until_at, id) WHERE state = 'approved';
CREATE INDEX deals_partner_decided ON deals (partner_id, decided_at, id) WHERE state IN ('approved', 'rejected');
