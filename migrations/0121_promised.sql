-- The counts of promises as counting gives them. Whoever writes deals past the portal runs this again.

DELETE FROM deal_days;

INSERT INTO deal_days (owner, day, event, hours, deals)
SELECT o.owner, e.at / 86400000, e.event, e.hours, COUNT(*)
FROM (
    SELECT id, 'answered' AS event, decided_at AS at, (decided_at - submitted_at) / 3600000 AS hours FROM deals
    WHERE decided_at IS NOT NULL AND submitted_at IS NOT NULL
    UNION ALL
    SELECT id, 'in_time', decided_at, 0 FROM deals WHERE decided_at IS NOT NULL AND submitted_at IS NOT NULL AND in_time
    UNION ALL
    SELECT id, CASE WHEN state = 'revoked' THEN 'overridden' ELSE 'honoured' END, closed_at, 0 FROM deals
    WHERE decided_at IS NOT NULL AND submitted_at IS NOT NULL AND closed_at IS NOT NULL
        AND state IN ('won', 'lost', 'withdrawn', 'expired', 'revoked')
) e JOIN (
    SELECT id, partner_id AS owner FROM deals UNION ALL SELECT id, '' FROM deals
) o ON o.id = e.id
GROUP BY 1, 2, 3, 4;
