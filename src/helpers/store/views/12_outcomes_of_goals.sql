-- Every goal, of a plan or from outside, with the results from outside the plans for the same place
-- and indicator: those of the goal's own year, else the latest ones since it was set (`timing`: 'own_year', 'before').
-- `goal` is a row of every_goal, `result` one of outside_results; `match` as in outside_match.
CREATE VIEW outcomes_of_goals AS
SELECT
    goal.plan_id,
    goal.place_id,
    goal.domain,
    goal.indicator_id,
    goal.year,
    CASE WHEN result.year = goal.year THEN 'own_year' ELSE 'before' END AS timing,
    goal,
    result,
    outside_match(goal.scope_id, goal.scope_family, result.scope_id, result.scope_family) AS match
FROM every_goal AS goal
JOIN outside_results AS result
    ON result.place_id = goal.place_id AND result.indicator_id = goal.indicator_id
    AND result.year BETWEEN goal.set_in AND goal.year
QUALIFY result.year = max(result.year) OVER (PARTITION BY goal.statement)
ORDER BY goal.domain, goal.indicator_id, goal.place_id, goal.year, goal.text_order, goal.statement, result.statement;
