-- Two more states of a deal, and what its timeline tells of them. SQLite changes a CHECK in the text of its schema, which it
-- documents for constraints that no row breaks (ALTER TABLE, "Making Other Kinds Of Table Schema Changes"): every row that
-- fits the narrower lists fits the wider ones.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    '''in_review'', ''approved'', ''rejected'', ''withdrawn'', ''expired'', ''won'', ''lost'')',
    '''in_review'', ''approved'', ''extension_pending'', ''rejected'', ''withdrawn'', ''expired'', ''won'', ''lost'', ''revoked'')'),
    'CHECK (state <> ''approved'' OR', 'CHECK (state NOT IN (''approved'', ''extension_pending'') OR'),
    'CHECK (state <> ''rejected'' OR', 'CHECK (state NOT IN (''rejected'', ''revoked'') OR')
WHERE type = 'table' AND name = 'deals';
UPDATE sqlite_schema SET sql = replace(sql, '''won'', ''lost'')',
    '''won'', ''lost'', ''extension_asked'', ''extended'', ''extension_refused'', ''revoked'', ''appealed'', ''reopened'')')
WHERE type = 'table' AND name = 'deal_entries';
PRAGMA writable_schema = RESET;

-- This counts the schema up as well, by which connections that are open read the changed text.
CREATE INDEX deals_appealed ON deals (appealed_at, id) WHERE appealed_at IS NOT NULL AND state IN ('rejected', 'revoked');
