-- Every goal, of a plan or of those above (then plan_id is empty), with the results from outside the plans for the same place
-- and indicator: those of the goal's own year, else the latest ones since it was set (`timing`: 'own_year', 'before').
-- `goal` and `result` are rows of goals or higher_goals, and of outside_results; `match` as in outside_match.
CREATE VIEW outcomes_of_goals AS
WITH promised AS (
    SELECT *, plan_year AS set_in FROM goals WHERE role = 'target'
    UNION ALL BY NAME
    SELECT *, false AS own_place, CAST(left(issued, 4) AS INTEGER) AS set_in FROM higher_goals
)
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
FROM promised AS goal
JOIN outside_results AS result
    ON result.place_id = goal.place_id AND result.indicator_id = goal.indicator_id
    AND result.year BETWEEN goal.set_in AND goal.year
QUALIFY result.year = max(result.year) OVER (PARTITION BY goal.statement)
ORDER BY goal.domain, goal.indicator_id, goal.place_id, goal.year, goal.text_order, goal.statement, result.statement;
