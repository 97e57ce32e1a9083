-- A goal and the last goal that the same place had before it, for the same year or an earlier one: of an earlier plan, or
-- of an earlier period as this plan tells.
SELECT goal, before,
    scope_match(goal.scope_id, goal.scope_family, before.scope_id, before.scope_family) AS match
FROM goals AS goal
JOIN goals AS before
    ON before.place_id = goal.place_id AND before.indicator_id = goal.indicator_id AND before.measure = goal.measure
    AND before.unit_id IS NOT DISTINCT FROM goal.unit_id AND before.year <= goal.year
    AND (before.plan_id = goal.plan_id AND before.role = 'prior_target' OR before.plan_year < goal.plan_year)
    AND before.plan_id || before.role <> goal.plan_id || 'target'
WHERE goal.role = 'target' AND goal.measure IN ('level', 'class') AND goal.better IS NOT NULL
    AND goal.canonical IS NOT NULL AND before.canonical IS NOT NULL
    AND before.condition IS NOT DISTINCT FROM goal.condition
    AND match IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY goal.statement, before.plan_id, before.role ORDER BY match DESC, before.year DESC, before.text_order
) = 1
ORDER BY goal.text_order, before.text_order
