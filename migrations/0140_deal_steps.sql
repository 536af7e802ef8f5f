-- The steps of a registration's approval, as the rules it was handed in under ask for them: one row for each that it needs.
CREATE TABLE deal_steps (
    deal_id TEXT NOT NULL,
    -- Its place among the steps of the rules.
    position BIGINT NOT NULL,
    -- Steps of one turn are decided side by side.
    turn BIGINT NOT NULL,
    name TEXT NOT NULL,
    public_name TEXT NOT NULL,
    meaning TEXT NOT NULL CHECK (meaning IN ('business', 'technical', 'commercial', 'legal', 'executive')),
    decided_by TEXT NOT NULL CHECK (decided_by IN ('approver', 'administrator', 'channel_manager', 'named')),
    -- Whether it may be decided by somebody who has decided another one of this registration.
    same_person BOOLEAN NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waits', 'open', 'approved')),
    agreed_by TEXT,
    agreed_by_name TEXT,
    agreed_at BIGINT,
    PRIMARY KEY (deal_id, position),
    CHECK ((state = 'approved') = (agreed_at IS NOT NULL)),
    FOREIGN KEY (deal_id) REFERENCES deals (id),
    FOREIGN KEY (agreed_by) REFERENCES people (id)
);
-- Four eyes, whatever two windows of one person do at once.
CREATE UNIQUE INDEX deal_steps_four_eyes ON deal_steps (deal_id, agreed_by) WHERE NOT same_person AND agreed_by IS NOT NULL;

-- Who is named for a step.
CREATE TABLE deal_step_people (
    deal_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (deal_id, position, person_id),
    FOREIGN KEY (deal_id, position) REFERENCES deal_steps (deal_id, position),
    FOREIGN KEY (person_id) REFERENCES people (id)
);

-- What a file of evidence shows, as its partner says.
ALTER TABLE deal_files ADD COLUMN shows TEXT NOT NULL DEFAULT 'other'
    CHECK (shows IN ('customer_mail', 'proposal', 'meeting_note', 'proof_of_concept', 'tender_document', 'other'));
