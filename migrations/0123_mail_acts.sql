-- Links in mails that do one thing to one deal, once, without signing in.

CREATE TABLE mail_acts (
    -- The notice that the mail tells. Notices are forgotten before long; what a link did is not.
    notice_id TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('approve', 'ask', 'extend', 'more_time', 'release')),
    person_id TEXT NOT NULL,
    deal_id TEXT NOT NULL,
    -- SHA-256 of the secret in the link; a mail that is sent again has a new one.
    token_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (notice_id, act),
    FOREIGN KEY (person_id) REFERENCES people (id),
    FOREIGN KEY (deal_id) REFERENCES deals (id)
);

CREATE UNIQUE INDEX mail_acts_token ON mail_acts (token_hash);
-- One mail is good for one act: whoever has approved by it does not ask by it as well.
CREATE UNIQUE INDEX mail_acts_used ON mail_acts (notice_id) WHERE used_at IS NOT NULL;
CREATE INDEX mail_acts_old ON mail_acts (expires_at);
