-- A goal and what the places above it (province, nation) ask for the same thing, for the same year or an earlier one:
-- from their own plans, or from goals that are on record outside the plans.
SELECT goal, higher, match
FROM alignment
WHERE goal.measure = 'level' AND goal.better IS NOT NULL AND goal.canonical IS NOT NULL
    AND higher.measure = 'level' AND higher.canonical IS NOT NULL
    AND match IS NOT NULL
-- of one higher place the goal for the latest year, its own plan before other sources
QUALIFY row_number() OVER (
    PARTITION BY goal.statement, higher_place_id
    ORDER BY match DESC, higher.year DESC, higher.plan_id IS NULL, higher.statement
) = 1
ORDER BY text_order, higher_place_id
