-- The relations that indicators.csv declares, each with the values of one plan, place, population, year and kind of role
-- that it speaks of. `others`: one fact for each indicator that the relation names.
WITH declared AS (
    SELECT
        indicator_id,
        split_part(one, ':', 1) AS kind,
        string_split(split_part(one, ':', 2), '+') AS other_ids
    FROM (SELECT indicator_id, trim(unnest(string_split(relations, ';'))) AS one FROM indicators WHERE relations IS NOT NULL)
),
named AS (SELECT *, unnest(other_ids) AS other_id FROM declared)
SELECT
    named.kind,
    fact,
    list(other ORDER BY other.indicator_id, other.text_order) AS others,
    len(any_value(named.other_ids)) AS needed
FROM named
JOIN facts AS fact ON fact.indicator_id = named.indicator_id
JOIN facts AS other
    ON other.indicator_id = named.other_id AND other.plan_id = fact.plan_id AND other.place_id = fact.place_id
    AND other.repeats IS NULL
    AND CASE named.kind
        -- zero before the work was done; after it zero is what the work was for
        WHEN 'none_if_zero' THEN other.measure = 'level' AND other.role IN ('actual', 'baseline') AND other.canonical = 0
            AND other.year < fact.year
            AND scope_match(other.scope_id, other.scope_family, fact.scope_id, fact.scope_family) IS NOT NULL
        ELSE other.measure = fact.measure AND other.year = fact.year AND other.scope_id IS NOT DISTINCT FROM fact.scope_id
            AND (other.role IN ('actual', 'baseline')) = (fact.role IN ('actual', 'baseline'))
            AND (other.role = 'prior_target') = (fact.role = 'prior_target')
            AND other.aggregation IS NOT DISTINCT FROM fact.aggregation AND other.canonical IS NOT NULL
    END
WHERE fact.repeats IS NULL
    AND CASE named.kind
        WHEN 'none_if_zero' THEN fact.role = 'actual' AND (fact.canonical > 0 OR fact.comparator IN ('all', 'none', 'down'))
        ELSE fact.canonical IS NOT NULL AND fact.measure IN ('level', 'count')
    END
GROUP BY named.kind, named.other_ids, fact
ORDER BY any_value(fact.text_order), named.kind
