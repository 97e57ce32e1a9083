-- Every statement with the names that it refers to and its number in the indicator's unit. Our notes on a statement stay in
-- the table `statements`: they are no part of what a plan states.
CREATE TABLE facts AS
SELECT
    s.plan_id || '/' || s.statement_id AS statement,
    s.plan_id,
    s.statement_id,
    p.short_zh AS plan_zh,
    p.short_en AS plan_en,
    -- where the text has no date of issue, the first year that the plan covers
    coalesce(TRY_CAST(left(p.issued, 4) AS INTEGER), p.period_start) AS plan_year,
    p.period_start AS plan_start,
    p.period_end AS plan_end,
    place.place_id,
    place.name_zh AS place_zh,
    place.name_en AS place_en,
    place.place_id = p.place_id AS own_place,
    i.domain,
    i.indicator_id,
    i.name_zh AS indicator_zh,
    i.name_en AS indicator_en,
    i.better,
    i.is_share,
    i.kind,
    usual.symbol_zh AS usual_unit_zh,
    usual.symbol_en AS usual_unit_en,
    s.scope_id,
    scope.family AS scope_family,
    scope.name_zh AS scope_zh,
    scope.name_en AS scope_en,
    s.role,
    s.measure,
    s.direction,
    s.aggregation,
    s.period_start,
    s.year,
    s.base_year,
    s.comparator,
    s.value,
    s.value_max,
    bounded(s.comparator, s.value) || coalesce('–' || s.value_max, '') AS said,
    s.unit,
    e.amount,
    e.amount_max,
    e.printed_unit_id,
    printed.symbol_zh AS unit_zh,
    printed.symbol_en AS unit_en,
    e.canonical,
    e.canonical_max,
    e.rounding,
    e.unit_id,
    s.condition,
    -- the nested threshold as readers of each language write it: ≤35 蒸吨/小时
    replace(replace(s.condition, '>=', '≥'), '<=', '≤') AS condition_zh,
    replace(replace(replace(s.condition, threshold.alias, threshold.symbol_en), '>=', '≥'), '<=', '≤') AS condition_en,
    s.reference_id,
    r.name_zh AS reference_zh,
    r.name_en AS reference_en,
    s.force,
    s.hedge,
    s.part,
    s.part_of,
    s.repeats,
    s.quote,
    s.context,
    s.reading,
    s.caveats,
    e.line,
    e.text_order,
    e.quote_start,
    regime.regime_id,
    regime.name_zh AS regime_zh,
    regime.name_en AS regime_en
FROM statements AS s
JOIN plans AS p USING (plan_id)
JOIN indicators AS i USING (indicator_id)
JOIN units AS usual ON usual.unit_id = i.unit_id
JOIN places AS place ON place.place_id = coalesce(s.place_id, p.place_id)
JOIN evidence AS e USING (plan_id, statement_id)
LEFT JOIN scopes AS scope USING (scope_id)
LEFT JOIN "references" AS r USING (reference_id)
LEFT JOIN units AS printed ON printed.unit_id = e.printed_unit_id
LEFT JOIN (
    SELECT alias, symbol_en FROM unit_aliases JOIN units USING (unit_id)
    UNION SELECT symbol_zh, symbol_en FROM units WHERE symbol_zh IS NOT NULL
) AS threshold ON threshold.alias = trim(regexp_extract(s.condition, '^[<>=]+ ?[0-9.]+ ?(.*)$', 1))
LEFT JOIN regimes AS regime
    ON regime.indicator_id = s.indicator_id
    AND in_force(last_day_of(coalesce(p.issued, CAST(p.period_start AS VARCHAR))), regime.valid_from, regime.valid_to)
ORDER BY s.plan_id, e.text_order;
