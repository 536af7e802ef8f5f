-- One more state of a deal, and what its timeline tells of it.
ALTER TABLE deals DROP CONSTRAINT deals_state_check;
ALTER TABLE deals ADD CONSTRAINT deals_state_check CHECK (state IN ('draft', 'submitted', 'in_review', 'action_required', 'approved', 'extension_pending', 'rejected', 'withdrawn', 'expired', 'won', 'lost', 'revoked'));

ALTER TABLE deal_entries DROP CONSTRAINT deal_entries_kind_check;
ALTER TABLE deal_entries ADD CONSTRAINT deal_entries_kind_check CHECK (kind IN ('comment', 'drafted', 'submitted', 'review_started', 'approved', 'rejected', 'withdrawn', 'expired', 'won', 'lost', 'extension_asked', 'extended', 'extension_refused', 'revoked', 'appealed', 'reopened', 'asked', 'answered', 'transferred'));

-- Who looks for what a person has to hand over.
CREATE INDEX deals_person ON deals (person_id, state);
