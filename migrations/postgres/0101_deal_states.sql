-- Two more states of a deal, and what its timeline tells of them.
ALTER TABLE deals DROP CONSTRAINT deals_state_check, DROP CONSTRAINT deals_check, DROP CONSTRAINT deals_check1;
ALTER TABLE deals
    ADD CONSTRAINT deals_state_check CHECK (state IN ('draft', 'submitted', 'in_review', 'approved', 'extension_pending', 'rejected', 'withdrawn', 'expired', 'won', 'lost', 'revoked')),
    ADD CONSTRAINT deals_check CHECK (state NOT IN ('approved', 'extension_pending') OR (account_id IS NOT NULL AND protected_until_at IS NOT NULL)),
    ADD CONSTRAINT deals_check1 CHECK (state NOT IN ('rejected', 'revoked') OR reason IS NOT NULL);

ALTER TABLE deal_entries DROP CONSTRAINT deal_entries_kind_check;
ALTER TABLE deal_entries ADD CONSTRAINT deal_entries_kind_check CHECK (kind IN ('comment', 'drafted', 'submitted', 'review_started', 'approved', 'rejected', 'withdrawn', 'expired', 'won', 'lost', 'extension_asked', 'extended', 'extension_refused', 'revoked', 'appealed', 'reopened'));

CREATE INDEX deals_appealed ON deals (appealed_at, id) WHERE appealed_at IS NOT NULL AND state IN ('rejected', 'revoked');
