-- What becomes of a deal while it is protected: how far the sale is, and what is done next. Made with its approval.

CREATE TABLE opportunities (
    deal_id TEXT PRIMARY KEY,
    stage TEXT NOT NULL CHECK (stage IN ('qualification', 'solution', 'proposal', 'negotiation', 'commitment')),
    next_step TEXT NOT NULL,
    next_on TEXT CHECK (next_on IS NULL OR next_step <> ''),
    close_reason TEXT CHECK (close_reason IN
        ('price', 'product', 'competitor', 'service', 'no_budget', 'no_decision', 'timing', 'other')),
    FOREIGN KEY (deal_id) REFERENCES deals (id)
);

CREATE INDEX opportunities_stage ON opportunities (stage, deal_id);

INSERT INTO opportunities (deal_id, stage, next_step)
SELECT id, 'qualification', '' FROM deals WHERE state IN ('approved', 'extension_pending', 'won', 'lost');
