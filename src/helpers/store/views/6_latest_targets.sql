-- The latest target of a place: of each indicator and scope the goal for the last year, of the plan issued last.
CREATE TABLE latest_targets AS
SELECT *
FROM goals
WHERE role = 'target'
QUALIFY dense_rank() OVER (
    PARTITION BY place_id, indicator_id, scope_id, measure ORDER BY year DESC NULLS LAST, plan_year DESC
) = 1
ORDER BY plan_id, text_order;
