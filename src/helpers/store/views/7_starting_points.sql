-- For goals whose own plan gives no base: what else there is, marked as such and never taken for a base.
-- `source_kind`: 'milestone' (an earlier goal of the same plan), 'other_plan' (a value that another plan of the place
-- reports, up to five years after the goal), 'outcome' (a result from outside the plans).
-- `match`: 'same' or 'near' population; 'regime': measured by other rules, so not comparable at all.
CREATE TABLE starting_points AS
WITH bare AS (
    SELECT * FROM targets_with_baselines
    WHERE base_statement IS NULL AND role = 'target' AND measure IN ('level', 'count') AND year IS NOT NULL
        -- a milestone is shown with the goal that it leads to, not as a goal of its own
        AND (canonical IS NOT NULL OR comparator IN ('up', 'down', 'meets', 'hold'))
),
said AS (
    SELECT
        bare.statement AS goal,
        facts.statement AS source_statement,
        CASE WHEN facts.plan_id = bare.plan_id THEN 'milestone' ELSE 'other_plan' END AS source_kind,
        facts.plan_zh AS source_zh,
        facts.plan_en AS source_en,
        NULL AS source_url,
        NULL AS authority,
        NULL AS source_scope_zh,
        NULL AS source_scope_en,
        facts.role AS source_role,
        facts.year AS source_year,
        facts.value AS source_value,
        facts.canonical AS source_canonical,
        facts.unit_zh AS source_unit_zh,
        facts.unit_en AS source_unit_en,
        facts.comparator AS source_comparator,
        CASE WHEN facts.regime_id IS DISTINCT FROM bare.regime_id THEN 'regime'
            ELSE scope_match(bare.scope_id, bare.scope_family, facts.scope_id, facts.scope_family) END AS match
    FROM bare
    JOIN facts
        ON facts.place_id = bare.place_id
        AND facts.indicator_id = bare.indicator_id
        AND facts.measure = bare.measure
        AND facts.aggregation IS NULL
        AND facts.canonical IS NOT NULL
        AND facts.repeats IS NULL
        AND CASE WHEN facts.plan_id = bare.plan_id THEN facts.role = 'target' AND facts.year < bare.year
            ELSE facts.role IN ('baseline', 'actual') AND facts.year <= bare.year + 5 END
),
outside AS (
    SELECT
        bare.statement AS goal,
        NULL AS source_statement,
        'outcome' AS source_kind,
        o.source_zh,
        o.source AS source_en,
        o.source_url,
        o.authority,
        o.scope_zh AS source_scope_zh,
        o.scope_en AS source_scope_en,
        'actual' AS source_role,
        o.year AS source_year,
        o.value AS source_value,
        CAST(o.value AS DOUBLE) AS source_canonical,
        u.symbol_zh AS source_unit_zh,
        u.symbol_en AS source_unit_en,
        '=' AS source_comparator,
        outside_match(bare.scope_id, bare.scope_family, o.scope_id, scope.family) AS match
    FROM bare
    JOIN outcomes AS o
        ON o.place_id = bare.place_id AND o.indicator_id = bare.indicator_id AND o.measure = 'level' AND bare.measure = 'level'
        AND o.year <= bare.year
    LEFT JOIN scopes AS scope ON scope.scope_id = o.scope_id
    JOIN indicators AS i ON i.indicator_id = o.indicator_id
    -- outcomes are printed in the indicator's own unit
    JOIN units AS u ON u.unit_id = i.unit_id
)
-- `timing`: before the plan begins, during it, or in the goal's year and later (then it tells the outcome, not the start).
SELECT
    bare.*,
    found.* EXCLUDE (goal),
    CASE WHEN found.source_year < bare.plan_start THEN 'before' WHEN found.source_year < bare.year THEN 'during' ELSE 'after' END AS timing
FROM bare
JOIN (SELECT * FROM said UNION ALL BY NAME SELECT * FROM outside) AS found ON found.goal = bare.statement
WHERE found.match IS NOT NULL
ORDER BY
    bare.plan_id, bare.text_order, source_kind, source_year, source_value, match DESC, source_scope_zh DESC, source_statement, source_en, source_url;
