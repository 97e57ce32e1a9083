-- A goal and the last result, or the base, that its own plan gives for the same thing: numbers, or all and none of it.
-- `reason_given`: the plan itself says why it does not count from that value.
SELECT goal, known,
    EXISTS (
        SELECT 1 FROM facts AS told
        WHERE told.plan_id = goal.plan_id AND told.indicator_id = goal.indicator_id AND told.caveats LIKE '%reason_given%'
    ) AS reason_given
FROM goals AS goal
JOIN facts AS known
    ON known.plan_id = goal.plan_id AND known.place_id = goal.place_id AND known.indicator_id = goal.indicator_id
    AND known.scope_id IS NOT DISTINCT FROM goal.scope_id AND coalesce(known.unit_id, goal.unit_id, '') = coalesce(goal.unit_id, known.unit_id, '')
    AND known.measure = goal.measure AND known.role IN ('actual', 'baseline') AND known.year < goal.year
WHERE goal.role = 'target' AND goal.measure IN ('level', 'class', 'state') AND goal.better IS NOT NULL
    AND (goal.canonical IS NOT NULL OR goal.comparator IN ('all', 'none'))
    AND (known.canonical IS NOT NULL OR known.comparator IN ('all', 'none')) AND known.aggregation IS NULL
QUALIFY row_number() OVER (
    PARTITION BY goal.statement ORDER BY known.year DESC, known.repeats NULLS FIRST, known.text_order
) = 1
ORDER BY goal.text_order
