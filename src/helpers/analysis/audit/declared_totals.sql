-- What a plan says of its table of targets, and what the table holds: an indicator (with its population) counts once,
-- whatever the number of its rows; what stands under 其中 is a part and does not count.
WITH listed AS (
    SELECT
        plan_id, indicator_id, scope_id,
        max(force) AS force,
        min(statement ORDER BY text_order) AS statement
    FROM facts
    WHERE part = 'table' AND role = 'target' AND part_of IS NULL
    GROUP BY plan_id, indicator_id, scope_id
)
SELECT
    d.plan_id, d.total_id, d.counts, d.value, d.quote, p.short_zh, p.short_en,
    count(listed.statement) FILTER (d.counts = 'indicators' OR listed.force = d.counts) AS found,
    list(listed.statement ORDER BY listed.statement)
        FILTER (listed.statement IS NOT NULL AND (d.counts = 'indicators' OR listed.force = d.counts)) AS statements
FROM declared_totals AS d
JOIN plans AS p USING (plan_id)
LEFT JOIN listed ON listed.plan_id = d.plan_id
GROUP BY ALL
ORDER BY d.plan_id, d.total_id
