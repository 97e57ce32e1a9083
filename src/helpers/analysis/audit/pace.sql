-- A stated annual rate and a stated change over several years, of the same thing and the same direction.
SELECT rate, total
FROM facts AS rate
JOIN facts AS total
    ON total.plan_id = rate.plan_id AND total.place_id = rate.place_id AND total.indicator_id = rate.indicator_id
    AND total.scope_id IS NOT DISTINCT FROM rate.scope_id
    AND (total.role IN ('actual', 'baseline')) = (rate.role IN ('actual', 'baseline'))
WHERE rate.measure = 'annual_change_pct' AND total.measure = 'change_pct'
    AND rate.canonical IS NOT NULL AND total.canonical IS NOT NULL
    AND rate.repeats IS NULL AND total.repeats IS NULL
    AND rate.year IS NOT DISTINCT FROM total.year
ORDER BY rate.text_order, total.text_order
