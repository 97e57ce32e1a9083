-- Goals of the nation and of provinces, and results, from outside the plans: with the names that they refer to, their value
-- as text, and its unit: that of the indicator for a level, per cent or points for a change.
CREATE MACRO outside_unit(measure, indicators_own) AS CASE measure
    WHEN 'level' THEN indicators_own
    WHEN 'change_pp' THEN 'percentage_point'
    ELSE 'percent'
END;

CREATE TABLE higher_goals AS
SELECT
    goal.place_id,
    place.name_zh AS place_zh,
    place.name_en AS place_en,
    goal.indicator_id,
    i.name_zh AS indicator_zh,
    i.name_en AS indicator_en,
    i.domain,
    i.better,
    i.is_share,
    goal.scope_zh,
    goal.scope_en,
    goal.scope_id,
    scopes.family AS scope_family,
    goal.year,
    goal.base_year,
    goal.measure,
    goal.direction,
    goal.comparator,
    format('{:g}', goal.value) AS value,
    goal.value AS canonical,
    unit.unit_id,
    unit.symbol_zh AS unit_zh,
    unit.symbol_en AS unit_en,
    goal.force,
    goal.source_zh,
    goal.source AS source_en,
    goal.source_url,
    goal.authority,
    goal.confirmations
FROM reference_goals AS goal
JOIN places AS place USING (place_id)
JOIN indicators AS i USING (indicator_id)
JOIN units AS unit ON unit.unit_id = outside_unit(goal.measure, i.unit_id)
LEFT JOIN scopes ON scopes.scope_id = goal.scope_id
ORDER BY goal.indicator_id, goal.year, goal.place_id, goal.scope_zh, goal.source;

CREATE TABLE outside_results AS
SELECT
    o.place_id,
    place.name_zh AS place_zh,
    place.name_en AS place_en,
    o.indicator_id,
    i.name_zh AS indicator_zh,
    i.name_en AS indicator_en,
    i.domain,
    i.better,
    i.is_share,
    o.scope_zh,
    o.scope_en,
    o.scope_id,
    scopes.family AS scope_family,
    o.year,
    NULL::INTEGER AS base_year,
    o.measure,
    o.direction,
    '=' AS comparator,
    format('{:g}', o.value) AS value,
    o.value AS canonical,
    unit.unit_id,
    unit.symbol_zh AS unit_zh,
    unit.symbol_en AS unit_en,
    o.source_zh,
    o.source AS source_en,
    o.source_url,
    o.authority,
    o.confirmations
FROM outcomes AS o
JOIN places AS place USING (place_id)
JOIN indicators AS i USING (indicator_id)
JOIN units AS unit ON unit.unit_id = outside_unit(o.measure, i.unit_id)
LEFT JOIN scopes ON scopes.scope_id = o.scope_id
ORDER BY o.indicator_id, o.place_id, o.year, o.scope_zh, o.source;
