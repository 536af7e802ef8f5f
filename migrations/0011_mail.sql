-- Mail: what is to be sent, written with what it tells and sent by the worker; the daily digest; links to a new password.

CREATE TABLE mails (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('notice', 'digest', 'invitation', 'password')),
    -- To whom; none for somebody who is invited.
    person_id TEXT,
    -- What it is about: a notice, a day, an invitation, a link. The words are made when it is sent.
    record_id TEXT NOT NULL,
    -- One mail for one thing.
    mark TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'sent', 'dropped', 'dead')),
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_at BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (mark),
    FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE INDEX mails_due ON mails (state, due_at, id);

-- Whether a notice waits for the next digest, and in which one it went.
ALTER TABLE notices ADD COLUMN waits BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE notices ADD COLUMN digest_id TEXT;
CREATE INDEX notices_waiting ON notices (person_id) WHERE waits;
CREATE INDEX notices_digest ON notices (digest_id) WHERE digest_id IS NOT NULL;

-- Where somebody's day begins (IANA time zone); no row means the portal's own.
CREATE TABLE time_zones (
    person_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    FOREIGN KEY (person_id) REFERENCES people (id)
);

-- A link to a new password. The secret is made when the mail is sent; only its SHA-256 is kept.
CREATE TABLE password_links (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    token_hash TEXT,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (token_hash),
    FOREIGN KEY (person_id) REFERENCES people (id)
);

CREATE INDEX password_links_person ON password_links (person_id, id);
CREATE INDEX password_links_expiry ON password_links (expires_at);

-- An invitation that is mailed has a second link, so that neither has to be kept until it is sent.
ALTER TABLE invitations ADD COLUMN mail_token_hash TEXT;
CREATE UNIQUE INDEX invitations_mail_token ON invitations (mail_token_hash);
