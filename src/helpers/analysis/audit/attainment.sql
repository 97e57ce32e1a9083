-- A goal of an earlier plan, or of an earlier period as a plan tells, and what a later plan (or that plan) reports for its year.
SELECT goal, result,
    scope_match(goal.scope_id, goal.scope_family, result.scope_id, result.scope_family) AS match
FROM goals AS goal
JOIN facts AS result
    ON result.place_id = goal.place_id AND result.indicator_id = goal.indicator_id AND result.year = goal.year
    AND result.role IN ('actual', 'baseline') AND result.aggregation IS NULL
    AND (result.plan_year > goal.plan_year OR result.plan_id = goal.plan_id AND goal.role = 'prior_target')
WHERE goal.year IS NOT NULL AND (goal.role = 'prior_target' OR goal.plan_id <> result.plan_id)
QUALIFY row_number() OVER (
    PARTITION BY goal.statement, result.plan_id
    ORDER BY result.measure = goal.measure DESC, match DESC NULLS LAST, result.canonical IS NULL,
        result.repeats NULLS FIRST, result.text_order
) = 1
ORDER BY goal.text_order, result.text_order
