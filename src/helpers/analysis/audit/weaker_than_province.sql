-- A goal and what the places above it (province, nation) ask for the same thing, for the same year or an earlier one:
-- from their own plans, or from goals that are on record outside the plans.
WITH RECURSIVE above AS (
    SELECT place_id, parent_id AS higher_id FROM places WHERE parent_id IS NOT NULL
    UNION ALL
    SELECT above.place_id, places.parent_id FROM above JOIN places ON places.place_id = above.higher_id
    WHERE places.parent_id IS NOT NULL
),
higher AS (
    SELECT
        place_id, place_zh, place_en, indicator_id, measure, scope_id, scope_family, regime_id, year, comparator,
        canonical, said, unit_zh, unit_en, statement, plan_zh AS source_zh, plan_en AS source_en
    FROM goals WHERE role = 'target' AND canonical IS NOT NULL AND year IS NOT NULL
    UNION ALL BY NAME
    SELECT
        r.place_id, p.name_zh AS place_zh, p.name_en AS place_en, r.indicator_id, r.measure, r.scope_id,
        s.family AS scope_family, regime.regime_id, r.year, r.comparator, r.value AS canonical,
        CASE r.comparator WHEN '>=' THEN '≥' WHEN '<=' THEN '≤' WHEN '~' THEN '≈' WHEN '=' THEN '' ELSE r.comparator END || printf('%g', r.value) AS said,
        u.symbol_zh AS unit_zh, u.symbol_en AS unit_en, NULL AS statement, r.source_zh, r.source AS source_en
    FROM reference_goals AS r
    JOIN places AS p USING (place_id)
    JOIN indicators AS i USING (indicator_id)
    JOIN units AS u ON u.unit_id = i.unit_id
    LEFT JOIN scopes AS s USING (scope_id)
    -- the source has no day of issue: the way of measuring at the end of the period before the goal's year
    LEFT JOIN regimes AS regime
        ON regime.indicator_id = r.indicator_id
        AND make_date(r.year - 5, 12, 31) BETWEEN coalesce(regime.valid_from, DATE '1900-01-01') AND coalesce(regime.valid_to, DATE '2999-12-31')
    WHERE r.measure = 'level'
)
SELECT goal, higher, scope_match(goal.scope_id, goal.scope_family, higher.scope_id, higher.scope_family) AS match
FROM goals AS goal
JOIN above ON above.place_id = goal.place_id
JOIN higher
    ON higher.place_id = above.higher_id AND higher.indicator_id = goal.indicator_id AND higher.measure = goal.measure
    AND higher.year <= goal.year AND goal.year - higher.year <= 5
WHERE goal.role = 'target' AND goal.measure = 'level' AND goal.better IS NOT NULL AND goal.canonical IS NOT NULL
    AND match IS NOT NULL
-- of one higher place the goal for the latest year, its own plan before other sources
QUALIFY row_number() OVER (
    PARTITION BY goal.statement, higher.place_id
    ORDER BY match DESC, higher.year DESC, higher.statement NULLS LAST, higher.source_en
) = 1
ORDER BY goal.text_order, higher.place_id
