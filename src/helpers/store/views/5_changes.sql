-- What a goal asks for, by the rules of comparing: for levels a relative change and an annual rate, for shares points
-- only (never a percentage of a percentage), near 100 the share of what remained.
-- `slack`: goal minus the last result known when the plan was issued, signed so that more than 0 means that the goal is
-- easier than what was already reached; `known_match` says whether that result is of the same population or a near one.
-- `gap_to_standard`: goal minus the national limit of the goal's year.
CREATE TABLE changes AS
WITH known AS (
    SELECT
        goals.statement AS goal, facts.statement, facts.year, facts.canonical, facts.said,
        scope_match(goals.scope_id, goals.scope_family, facts.scope_id, facts.scope_family) AS match
    FROM goals
    JOIN facts
        ON facts.place_id = goals.place_id
        AND facts.indicator_id = goals.indicator_id
        AND facts.regime_id IS NOT DISTINCT FROM goals.regime_id
        AND facts.role IN ('baseline', 'actual')
        AND facts.measure = 'level'
        AND facts.aggregation IS NULL
        AND facts.canonical IS NOT NULL
        AND facts.year <= goals.plan_year
        AND facts.plan_year <= goals.plan_year
        AND facts.year < goals.year
    WHERE goals.measure = 'level' AND goals.canonical IS NOT NULL AND match IS NOT NULL
    -- the same population before a near one, then the latest year
    QUALIFY row_number() OVER (
        PARTITION BY goals.statement ORDER BY match DESC, facts.year DESC, facts.plan_year DESC, facts.repeats NULLS FIRST, facts.statement
    ) = 1
)
SELECT
    t.*,
    -- from a base over several years there is no one year to count from
    CASE WHEN t.base_period_start IS NULL THEN t.year - t.base_value_year END AS years,
    CASE WHEN NOT t.is_share THEN total_change(t.canonical, t.base_canonical) END AS total_change,
    CASE WHEN NOT t.is_share THEN annual_rate(t.canonical, t.base_canonical, years) END AS annual_rate,
    CASE WHEN t.is_share THEN t.canonical - t.base_canonical END AS points,
    CASE WHEN t.is_share THEN (t.canonical - t.base_canonical) / nullif(years, 0) END AS annual_points,
    CASE WHEN t.is_share AND t.base_canonical >= 80 AND t.base_canonical < 100
        THEN (t.canonical - t.base_canonical) / (100 - t.base_canonical) END AS share_of_remaining,
    known.statement AS known_statement,
    known.year AS known_year,
    known.canonical AS known_value,
    known.said AS known_said,
    known.match AS known_match,
    CASE t.better WHEN 'lower' THEN t.canonical - known.canonical WHEN 'higher' THEN known.canonical - t.canonical END AS slack,
    t.canonical - limits.value AS gap_to_standard,
    limits.value AS standard_value,
    limits.name_zh AS standard_zh,
    limits.name_en AS standard_en
FROM targets_with_baselines AS t
LEFT JOIN known ON known.goal = t.statement
LEFT JOIN standards_by_year AS limits
    ON limits.indicator_id = t.indicator_id AND limits.year = t.year AND limits.kind = 'national'
    AND limits.grade LIKE 'class II %' AND t.measure = 'level'
WHERE t.measure IN ('level', 'count') AND t.canonical IS NOT NULL
ORDER BY t.plan_id, t.text_order, t.base_kind;
