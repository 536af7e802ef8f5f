-- What the vendor wants to know before it decides, as JSON of `domain::deals::Question`, and since when the decision clock stands.
ALTER TABLE deals ADD COLUMN question TEXT CHECK ((state = 'action_required') = (question IS NOT NULL));
ALTER TABLE deals ADD COLUMN asked_at BIGINT CHECK ((asked_at IS NULL) = (question IS NULL));
-- What a partner owes an answer to.
CREATE INDEX deals_asked ON deals (partner_id, asked_at, id) WHERE state = 'action_required';
