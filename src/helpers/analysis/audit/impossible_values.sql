-- Shares near or beyond their end, and the parts of one whole that carry the same kind of number.
SELECT fact, NULL AS whole, [fact] AS parts, fact.text_order AS place
FROM facts AS fact
WHERE fact.is_share AND fact.measure = 'level' AND fact.canonical IS NOT NULL
    AND (fact.canonical > 100 OR fact.canonical_max > 100 OR fact.canonical = 100 AND fact.comparator IN ('>', '>='))
UNION ALL BY NAME
SELECT NULL AS fact, whole, list(piece ORDER BY piece.text_order) AS parts, min(piece.text_order) AS place
FROM facts AS piece
JOIN facts AS whole ON whole.plan_id = piece.plan_id AND whole.statement_id = piece.part_of
WHERE piece.canonical IS NOT NULL AND whole.canonical IS NOT NULL AND piece.unit_id IS NOT DISTINCT FROM whole.unit_id
    AND piece.measure = whole.measure AND piece.year IS NOT DISTINCT FROM whole.year AND piece.role = whole.role
    AND piece.measure IN ('level', 'count', 'change_abs') AND piece.repeats IS NULL AND NOT piece.is_share
    -- what can be added up: not concentrations, intensities, levels on a scale
    AND (SELECT dimension FROM units WHERE units.unit_id = piece.unit_id) IN (
        'count', 'mass', 'volume', 'area', 'length', 'energy', 'flow', 'annual_flow', 'steam_capacity'
    )
    -- parts of the same thing (其中市区 …) may overlap: each is held against the whole by itself
    AND (piece.indicator_id <> whole.indicator_id OR piece.canonical > whole.canonical)
GROUP BY whole, piece.unit_id
HAVING sum(piece.canonical) > any_value(whole.canonical)
ORDER BY place
