-- Who invited, and what was withdrawn: an invitation is as good as whoever vouches for it.

ALTER TABLE invitations ADD COLUMN invited_by TEXT REFERENCES people (id);
ALTER TABLE invitations ADD COLUMN withdrawn_at BIGINT;

CREATE INDEX invitations_partner ON invitations (partner_id, id);
