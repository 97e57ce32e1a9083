-- For each number that is a goal of a plan: the goal with the baselines and results that the plan gives for the same
-- indicator, place and population. `row_order`: where the plan first speaks of them.
CREATE TABLE goals_with_their_values AS
SELECT
    said_once.*,
    min(said_once.text_order) OVER (PARTITION BY plan_id, indicator_id, place_id, scope_id) AS row_order
FROM said_once
WHERE canonical IS NOT NULL
    AND role <> 'prior_target'
    AND EXISTS (
        SELECT 1 FROM goals
        WHERE goals.plan_id = said_once.plan_id
            AND goals.indicator_id = said_once.indicator_id
            AND goals.place_id = said_once.place_id
            AND goals.scope_id IS NOT DISTINCT FROM said_once.scope_id
            AND goals.measure = said_once.measure
            AND goals.role = 'target'
            AND goals.canonical IS NOT NULL
    )
ORDER BY plan_id, text_order;
