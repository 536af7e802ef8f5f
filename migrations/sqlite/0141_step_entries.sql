-- What a timeline tells of steps; the text of a constraint that no row breaks, as in 0105.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''transferred'')', '''transferred'', ''step_approved'', ''steps_again'')')
WHERE type = 'table' AND name = 'deal_entries';
PRAGMA writable_schema = RESET;

-- What can be decided. This counts the schema up as well, by which connections that are open read the changed text.
CREATE INDEX deal_steps_open ON deal_steps (deal_id) WHERE state = 'open';
