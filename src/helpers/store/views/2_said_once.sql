-- Every promise and every value once: a repetition that says the same again of the same population is left out, one that
-- disagrees stays. A plain number and the same number as a bound (98%, ≥98%) are the same.
-- What is kept carries the force (binding, expected) that such a repetition in the table of indicators gives it.
CREATE TABLE said_once AS
WITH repetitions AS (
    SELECT
        facts.statement,
        facts.plan_id,
        facts.repeats AS statement_id,
        facts.force,
        facts.quote_start,
        facts.role = first.role
        AND facts.scope_id IS NOT DISTINCT FROM first.scope_id
        AND facts.measure = first.measure
        AND facts.direction IS NOT DISTINCT FROM first.direction
        AND NOT coalesce(facts.base_year <> first.base_year, false)
        AND facts.canonical IS NOT DISTINCT FROM first.canonical
        AND facts.canonical_max IS NOT DISTINCT FROM first.canonical_max
        AND (
            facts.comparator = first.comparator
            OR facts.canonical IS NULL
            OR '=' IN (facts.comparator, first.comparator)
        )
        AND NOT coalesce(facts.year <> first.year, false) AS same
    FROM facts
    JOIN facts AS first ON first.plan_id = facts.plan_id AND first.statement_id = facts.repeats
),
forces AS (
    SELECT plan_id, statement_id, any_value(force ORDER BY quote_start) AS force
    FROM repetitions WHERE same GROUP BY plan_id, statement_id
)
SELECT facts.* REPLACE (coalesce(facts.force, forces.force) AS force)
FROM facts
LEFT JOIN forces USING (plan_id, statement_id)
LEFT JOIN repetitions USING (statement)
WHERE repetitions.same IS NULL OR NOT repetitions.same
ORDER BY facts.plan_id, facts.text_order;

-- Targets and prior targets, each once.
CREATE VIEW goals AS
SELECT * FROM said_once WHERE role IN ('target', 'prior_target');
