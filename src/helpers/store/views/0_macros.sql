-- How near two populations are: 'same', 'near' (drawn, but marked), or NULL (not comparable).
-- An empty scope is the whole place, which is near to any part of it.
CREATE MACRO scope_match(scope_a, family_a, scope_b, family_b) AS CASE
    WHEN scope_a IS NOT DISTINCT FROM scope_b THEN 'same'
    WHEN scope_a IS NULL OR scope_b IS NULL OR family_a = family_b THEN 'near'
END;

-- Why two statements (rows of facts, or of what comes from outside) may not be compared, whatever their populations: as
-- helpers.analysis.comparability has it, and in its order, `;` between.
CREATE MACRO differences(a, b) AS concat_ws(
    ';',
    CASE WHEN a.canonical IS NULL OR b.canonical IS NULL THEN 'number' END,
    CASE WHEN a.measure <> b.measure THEN 'measure' END,
    CASE WHEN a.unit_id <> b.unit_id THEN 'unit' END,
    CASE WHEN a.aggregation IS DISTINCT FROM b.aggregation THEN 'aggregation' END,
    CASE WHEN a.regime_id IS DISTINCT FROM b.regime_id THEN 'regime' END,
    CASE WHEN a.measure LIKE 'change%' AND NOT coalesce(a.base_year = b.base_year AND a.year = b.year, false) THEN 'base' END
);

-- total change and annual rate, in per cent, between a base and a goal `years` apart; for levels, never for shares
CREATE MACRO total_change(goal, base) AS CASE WHEN base > 0 THEN 100 * (goal / base - 1) END;
CREATE MACRO annual_rate(goal, base, years) AS CASE
    WHEN base > 0 AND goal > 0 AND years > 0 THEN 100 * (power(goal / base, 1.0 / years) - 1)
END;

-- A number with its unit as readers write it: 26%, 31条, but 26 μg/m³.
CREATE MACRO with_unit(said, unit) AS said || CASE
    WHEN unit IS NULL THEN ''
    WHEN unit = '%' OR unit > '⺀' THEN unit
    ELSE ' ' || unit
END;

-- The printed number with its bound, for sentences: ≥96
CREATE MACRO bounded(comparator, value) AS CASE comparator
    WHEN '>=' THEN '≥' WHEN '<=' THEN '≤' WHEN '~' THEN '≈' WHEN '=' THEN '' ELSE comparator
END || value;

-- The last day of a date that may only be known to the month or the year.
CREATE MACRO last_day_of(partial) AS CASE length(partial)
    WHEN 10 THEN CAST(partial AS DATE)
    WHEN 7 THEN last_day(CAST(partial || '-01' AS DATE))
    ELSE make_date(CAST(partial AS INTEGER), 12, 31)
END;

-- Whether a regime is in force on a day; without a first or a last day it always was, or still is.
CREATE MACRO in_force(day, valid_from, valid_to) AS
    day BETWEEN coalesce(valid_from, DATE '1900-01-01') AND coalesce(valid_to, DATE '2999-12-31');

-- How near the populations of two statements are where one comes from outside: a population that our list of scopes does
-- not hold, or that the source does not say, is never the same as another, but may be near to it.
CREATE MACRO outside_match(scope_a, family_a, scope_b, family_b) AS CASE
    WHEN scope_a IS NULL OR scope_b IS NULL THEN 'near'
    ELSE scope_match(scope_a, family_a, scope_b, family_b)
END;
