-- What the page of one organisation reads of long tables.
CREATE INDEX audit_partner ON audit (partner_id, id);
CREATE INDEX downloads_partner ON downloads (partner_id, id);
