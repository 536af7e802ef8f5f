-- The running counts as counting gives them, now that approvals can be revoked and a clock runs twice. Whoever writes deals
-- past the portal runs this again.

DELETE FROM deal_tallies;
DELETE FROM deal_months;

INSERT INTO deal_tallies (owner, state, handed_in, currency, deals, minor)
SELECT o.owner, d.state, d.submitted_at IS NOT NULL, d.currency, COUNT(*), CAST(SUM(COALESCE(d.amount, 0)) AS BIGINT)
FROM deals d JOIN (
    SELECT id, partner_id AS owner FROM deals UNION ALL SELECT id, person_id FROM deals UNION ALL SELECT id, '' FROM deals
) o ON o.id = d.id
GROUP BY 1, 2, 3, 4;

-- Months by the civil calendar in whole numbers (days since the first of March of the year nought, in eras of 400 years).
INSERT INTO deal_months (owner, month, event, deals)
SELECT o.owner, m.month, m.event, COUNT(*)
FROM (
    SELECT id, event, (era * 400 + yoe) * 12 + (5 * (doe - (365 * yoe + yoe / 4 - yoe / 100)) + 2) / 153 + 2 AS month
    FROM (
        SELECT id, event, era, doe, (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365 AS yoe
        FROM (
            SELECT id, event, day / 146097 AS era, day - day / 146097 * 146097 AS doe
            FROM (
                SELECT id, 'registered' AS event, submitted_at / 86400000 + 719468 AS day FROM deals WHERE submitted_at IS NOT NULL
                UNION ALL
                SELECT id, CASE WHEN reason IS NULL OR state = 'revoked' THEN 'approved' ELSE 'rejected' END, decided_at / 86400000 + 719468
                FROM deals WHERE decided_at IS NOT NULL
                UNION ALL
                SELECT id, 'in_time', decided_at / 86400000 + 719468
                FROM deals WHERE decided_at IS NOT NULL AND in_time
            ) days
        ) eras
    ) years
) m JOIN (
    SELECT id, partner_id AS owner FROM deals UNION ALL SELECT id, person_id FROM deals UNION ALL SELECT id, '' FROM deals
) o ON o.id = m.id
GROUP BY 1, 2, 3;
