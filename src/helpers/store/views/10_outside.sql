-- Goals of the nation and of provinces, and results, from outside the plans: with the names that they refer to, their value
-- as printed and as a number, and its unit: that of the indicator for a level, per cent or points for a change.
-- `statement` names a row within one state of the data; it is no permanent key.
CREATE MACRO outside_unit(measure, indicators_own) AS CASE measure
    WHEN 'level' THEN indicators_own
    WHEN 'change_pp' THEN 'percentage_point'
    ELSE 'percent'
END;

CREATE TABLE higher_goals AS
SELECT
    'outside/goal-' || row_number() OVER (ORDER BY goal.indicator_id, goal.year, goal.place_id, goal.scope_zh, goal.source, goal.measure) AS statement,
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
    'target' AS role,
    goal.issued,
    goal.year,
    goal.base_year,
    goal.measure,
    goal.direction,
    goal.comparator,
    goal.value,
    bounded(goal.comparator, goal.value) AS said,
    CAST(goal.value AS DOUBLE) AS canonical,
    NULL::DOUBLE AS canonical_max,
    unit.unit_id,
    unit.symbol_zh AS unit_zh,
    unit.symbol_en AS unit_en,
    goal.force,
    regime.regime_id,
    regime.name_zh AS regime_zh,
    regime.name_en AS regime_en,
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
LEFT JOIN regimes AS regime
    ON regime.indicator_id = goal.indicator_id
    AND in_force(last_day_of(goal.issued), regime.valid_from, regime.valid_to)
ORDER BY goal.indicator_id, goal.year, goal.place_id, goal.scope_zh, goal.source;

CREATE TABLE outside_results AS
SELECT
    'outside/result-' || row_number() OVER (ORDER BY o.indicator_id, o.place_id, o.year, o.scope_zh, o.source, o.measure) AS statement,
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
    'actual' AS role,
    o.year,
    NULL::INTEGER AS base_year,
    o.measure,
    o.direction,
    '=' AS comparator,
    o.value,
    o.value AS said,
    CAST(o.value AS DOUBLE) AS canonical,
    NULL::DOUBLE AS canonical_max,
    -- half of the last printed place
    0.5 * power(10, -length(split_part(o.value, '.', 2))) AS rounding,
    unit.unit_id,
    unit.symbol_zh AS unit_zh,
    unit.symbol_en AS unit_en,
    -- the rules in force at the end of the year that was measured
    regime.regime_id,
    regime.name_zh AS regime_zh,
    regime.name_en AS regime_en,
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
LEFT JOIN regimes AS regime
    ON regime.indicator_id = o.indicator_id
    AND in_force(make_date(o.year, 12, 31), regime.valid_from, regime.valid_to)
ORDER BY o.indicator_id, o.place_id, o.year, o.scope_zh, o.source;

-- The targets of plans and, with an empty plan_id, the goals from outside; of these the source stands in the place of a quote.
CREATE VIEW every_goal AS
SELECT *, plan_year AS set_in FROM goals WHERE role = 'target'
UNION ALL BY NAME
SELECT
    *,
    false AS own_place,
    source_zh AS quote,
    canonical AS amount,
    NULL::DOUBLE AS amount_max,
    unit_id AS printed_unit_id,
    CAST(left(issued, 4) AS INTEGER) AS set_in
FROM higher_goals;
