-- Each goal with every base that its own plan gives for it: same indicator, place, scope and measure of a level.
-- `base_kind`: 'mean' or 'sum' (over several years), 'single' (one year, named as the base), 'reported' (one year, a result).
-- A single-year and a multi-year base are two rows. A goal without any base has one row with an empty base.
CREATE TABLE targets_with_baselines AS
WITH bases AS (
    SELECT
        statement, plan_id, place_id, indicator_id, scope_id, unit_id, year, period_start, canonical, rounding, value, amount, caveats,
        coalesce(aggregation, CASE role WHEN 'baseline' THEN 'single' ELSE 'reported' END) AS kind
    FROM said_once
    WHERE role IN ('baseline', 'actual') AND measure IN ('level', 'count') AND canonical IS NOT NULL
),
pairs AS (
    SELECT goals.statement AS goal, bases.*
    FROM goals
    JOIN bases
        ON bases.plan_id = goals.plan_id
        AND bases.place_id = goals.place_id
        AND bases.indicator_id = goals.indicator_id
        AND bases.scope_id IS NOT DISTINCT FROM goals.scope_id
        AND bases.unit_id IS NOT DISTINCT FROM coalesce(goals.unit_id, bases.unit_id)
        AND bases.year < goals.year
    -- the last year before the goal for which there is a base, one row for each kind of base of that year; a result
    -- that equals the named base says nothing new
    QUALIFY bases.year = max(bases.year) OVER (PARTITION BY goals.statement)
        AND row_number() OVER (PARTITION BY goals.statement, bases.kind ORDER BY bases.statement) = 1
        AND NOT (bases.kind = 'reported' AND bool_or(bases.kind = 'single') OVER (PARTITION BY goals.statement, bases.year, bases.canonical))
)
SELECT
    goals.*,
    pairs.statement AS base_statement,
    pairs.kind AS base_kind,
    pairs.year AS base_value_year,
    pairs.period_start AS base_period_start,
    pairs.value AS base_value,
    pairs.amount AS base_amount,
    pairs.canonical AS base_canonical,
    pairs.rounding AS base_rounding,
    pairs.caveats AS base_caveats
FROM goals
LEFT JOIN pairs ON pairs.goal = goals.statement
ORDER BY goals.plan_id, goals.text_order, base_kind;
