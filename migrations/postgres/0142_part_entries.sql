-- What a timeline tells of stages and of partners on a deal.
ALTER TABLE deal_entries DROP CONSTRAINT deal_entries_kind_check;
ALTER TABLE deal_entries ADD CONSTRAINT deal_entries_kind_check CHECK (kind IN ('comment', 'drafted', 'submitted', 'review_started', 'approved', 'rejected', 'withdrawn', 'expired', 'won', 'lost', 'extension_asked', 'extended', 'extension_refused', 'revoked', 'appealed', 'reopened', 'asked', 'answered', 'transferred', 'step_approved', 'steps_again', 'progressed', 'shared'));

-- What a partner takes part in.
CREATE INDEX deal_parts_of_partner ON deal_parts (partner_id, deal_id);
