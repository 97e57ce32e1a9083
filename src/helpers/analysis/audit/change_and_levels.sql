-- A stated change with every pair of levels of the same plan that it can be held against: the level of the base year and
-- that of the year itself. A promised change is held against the promised level, a reported one against the reported one.
-- `other_scope`: two of the three name different populations; one that is not named may be any.
SELECT c, base, level,
    c.scope_id IS NOT DISTINCT FROM base.scope_id AND c.scope_id IS NOT DISTINCT FROM level.scope_id AS same_scope,
    -- list_distinct leaves out what is NULL
    len(list_distinct([c.scope_id, base.scope_id, level.scope_id])) > 1 AS other_scope
FROM facts AS c
JOIN facts AS base
    ON base.plan_id = c.plan_id AND base.place_id = c.place_id AND base.indicator_id = c.indicator_id
    AND base.role IN ('actual', 'baseline') AND base.year = c.base_year
JOIN facts AS level
    ON level.plan_id = c.plan_id AND level.place_id = c.place_id AND level.indicator_id = c.indicator_id
    AND level.year = c.year
    AND (level.role IN ('actual', 'baseline')) = (c.role IN ('actual', 'baseline'))
WHERE c.measure IN ('change_pct', 'change_pp', 'change_abs', 'annual_change_pct') AND c.canonical IS NOT NULL
    AND base.measure = 'level' AND level.measure = 'level'
    AND base.canonical IS NOT NULL AND level.canonical IS NOT NULL
    AND base.aggregation IS NULL AND level.aggregation IS NULL AND c.role <> 'prior_target' AND level.role <> 'prior_target'
    AND scope_match(c.scope_id, c.scope_family, base.scope_id, base.scope_family) IS NOT NULL
    AND scope_match(c.scope_id, c.scope_family, level.scope_id, level.scope_family) IS NOT NULL
    AND scope_match(base.scope_id, base.scope_family, level.scope_id, level.scope_family) IS NOT NULL
ORDER BY c.text_order, same_scope DESC, other_scope, base.text_order, level.text_order
