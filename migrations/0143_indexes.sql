-- What waits is read in the order of its clock. Said as a list of states, SQLite would rather take all of them by an index of states and
-- put them in order itself.
DROP INDEX deals_waiting;
CREATE INDEX deals_waiting ON deals (decide_by_at, id)
    WHERE CASE WHEN state IN ('submitted', 'in_review', 'extension_pending') THEN 1 ELSE 0 END = 1;

-- The answers of one hour in the order of their time, with all that is asked of them: the one in the middle is counted off.
DROP INDEX deals_answered;
DROP INDEX deals_partner_answered;
CREATE INDEX deals_answered ON deals (((decided_at - submitted_at) / 3600000), (decided_at - submitted_at), decided_at)
    WHERE decided_at IS NOT NULL;
CREATE INDEX deals_partner_answered
    ON deals (partner_id, ((decided_at - submitted_at) / 3600000), (decided_at - submitted_at), decided_at)
    WHERE decided_at IS NOT NULL;

-- Rows of a table are held against accounts of exactly their name.
CREATE INDEX accounts_called ON accounts (legal_name, country);
