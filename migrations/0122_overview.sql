-- What the board and the calendar read of the rows themselves, each in its order.
CREATE INDEX deals_newest ON deals (state, id);
CREATE INDEX deals_partner_newest ON deals (partner_id, state, id);
CREATE INDEX deals_closed ON deals (state, closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX deals_partner_closed ON deals (partner_id, state, closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX deals_closing ON deals (partner_id, close_on, id)
    WHERE state IN ('submitted', 'in_review', 'action_required', 'approved', 'extension_pending');
