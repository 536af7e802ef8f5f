-- What a timeline tells of steps.
ALTER TABLE deal_entries DROP CONSTRAINT deal_entries_kind_check;
ALTER TABLE deal_entries ADD CONSTRAINT deal_entries_kind_check CHECK (kind IN ('comment', 'drafted', 'submitted', 'review_started', 'approved', 'rejected', 'withdrawn', 'expired', 'won', 'lost', 'extension_asked', 'extended', 'extension_refused', 'revoked', 'appealed', 'reopened', 'asked', 'answered', 'transferred', 'step_approved', 'steps_again'));

-- What can be decided.
CREATE INDEX deal_steps_open ON deal_steps (deal_id) WHERE state = 'open';
