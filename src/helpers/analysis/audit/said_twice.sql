-- Two rows of one plan about the same thing: b repeats a, or both speak of the same population, year and kind of number;
-- or both promise the same deed for different years.
SELECT a, b, b.repeats IS NOT DISTINCT FROM a.statement_id AS linked
FROM facts AS a
JOIN facts AS b
    ON b.plan_id = a.plan_id
    AND b.place_id = a.place_id
    AND b.indicator_id = a.indicator_id
    AND b.text_order > a.text_order
    AND b.measure = a.measure
    AND b.direction IS NOT DISTINCT FROM a.direction
    AND b.aggregation IS NOT DISTINCT FROM a.aggregation
    AND (b.role = a.role OR a.role IN ('actual', 'baseline') AND b.role IN ('actual', 'baseline'))
WHERE a.repeats IS NULL
    AND (
        b.repeats = a.statement_id
        OR b.repeats IS NULL AND b.scope_id IS NOT DISTINCT FROM a.scope_id AND (
            b.year = a.year AND b.base_year IS NOT DISTINCT FROM a.base_year
                AND b.condition IS NOT DISTINCT FROM a.condition AND b.part_of IS NOT DISTINCT FROM a.part_of
                AND coalesce(b.canonical, -1) <> coalesce(a.canonical, -1) AND a.measure <> 'count'
            OR a.measure = 'state' AND a.role = 'target' AND b.comparator = a.comparator AND b.year <> a.year
        )
    )
ORDER BY a.text_order, b.text_order
