-- What a timeline tells of stages and of partners on a deal; the text of a constraint that no row breaks, as in 0105.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''steps_again'')', '''steps_again'', ''progressed'', ''shared'')')
WHERE type = 'table' AND name = 'deal_entries';
PRAGMA writable_schema = RESET;

-- What a partner takes part in. This counts the schema up as well, by which connections that are open read the changed text.
CREATE INDEX deal_parts_of_partner ON deal_parts (partner_id, deal_id);
