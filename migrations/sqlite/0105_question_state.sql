-- One more state of a deal, and what its timeline tells of it; the texts of constraints that no row breaks, as in 0101.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''in_review'', ''approved''', '''in_review'', ''action_required'', ''approved''')
WHERE type = 'table' AND name = 'deals';
UPDATE sqlite_schema SET sql = replace(sql, '''reopened'')', '''reopened'', ''asked'', ''answered'', ''transferred'')')
WHERE type = 'table' AND name = 'deal_entries';
PRAGMA writable_schema = RESET;

-- Who looks for what a person has to hand over. This counts the schema up as well, by which connections that are open read
-- the changed text.
CREATE INDEX deals_person ON deals (person_id, state);
