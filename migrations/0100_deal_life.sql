-- What happens after a decision: windows made longer, approvals revoked, decisions appealed against and made anew.

-- Whether the decision came before its clock ran out. The clock itself runs again for an extension, so it can't tell later.
ALTER TABLE deals ADD COLUMN in_time BOOLEAN;
UPDATE deals SET in_time = (decided_at <= decide_by_at) WHERE decided_at IS NOT NULL AND decide_by_at IS NOT NULL;

-- When the window was made longer; a decision has one extension.
ALTER TABLE deals ADD COLUMN extended_at BIGINT;
-- When the partner appealed against the decision; once.
ALTER TABLE deals ADD COLUMN appealed_at BIGINT;

-- Extensions wait in the queue of the vendor too.
DROP INDEX deals_waiting;
CREATE INDEX deals_waiting ON deals (decide_by_at, id) WHERE state IN ('submitted', 'in_review', 'extension_pending');
