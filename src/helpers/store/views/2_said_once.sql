-- Every promise and every value once: a repetition that says the same again is left out, one that disagrees stays.
-- What is kept carries the force (binding, expected) that a repetition in the table of indicators gives it.
CREATE TABLE said_once AS
SELECT facts.* REPLACE (coalesce(facts.force, again.force) AS force)
FROM facts
LEFT JOIN (
    SELECT plan_id, repeats AS statement_id, any_value(force ORDER BY quote_start) AS force
    FROM facts WHERE repeats IS NOT NULL GROUP BY plan_id, repeats
) AS again USING (plan_id, statement_id)
LEFT JOIN facts AS first
    ON first.plan_id = facts.plan_id AND first.statement_id = facts.repeats
WHERE facts.repeats IS NULL
    OR facts.role <> first.role
    OR facts.canonical IS DISTINCT FROM first.canonical
    OR facts.comparator IS DISTINCT FROM first.comparator AND facts.canonical IS NOT NULL
    OR facts.year <> first.year
ORDER BY facts.plan_id, facts.text_order;

-- Targets and prior targets, each once.
CREATE VIEW goals AS
SELECT * FROM said_once WHERE role IN ('target', 'prior_target');
