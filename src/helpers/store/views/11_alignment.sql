-- Every target with what the places above it (province, nation) ask for the same indicator, for the same year or up to five
-- years earlier: `goal` and `higher` are rows of goals, `higher` also of higher_goals (then its plan_id is empty).
-- Of one place above there are the goal of a plan and the one from outside: the best comparable first, then the latest.
-- `match`: how near the populations are (see scope_match); empty where they may not be compared.
CREATE VIEW alignment AS
WITH RECURSIVE above AS (
    SELECT place_id, parent_id AS higher_id FROM places WHERE parent_id IS NOT NULL
    UNION ALL
    SELECT above.place_id, places.parent_id FROM above JOIN places ON places.place_id = above.higher_id
    WHERE places.parent_id IS NOT NULL
),
higher AS (
    SELECT * FROM goals WHERE role = 'target'
    UNION ALL BY NAME
    SELECT *, false AS own_place FROM higher_goals
)
SELECT
    goal.plan_id,
    goal.domain,
    goal.indicator_id,
    goal.text_order,
    higher.place_id AS higher_place_id,
    goal,
    higher,
    CASE WHEN higher.plan_id IS NULL
        THEN outside_match(goal.scope_id, goal.scope_family, higher.scope_id, higher.scope_family)
        ELSE scope_match(goal.scope_id, goal.scope_family, higher.scope_id, higher.scope_family) END AS match
FROM goals AS goal
JOIN above ON above.place_id = goal.place_id
JOIN higher
    ON higher.place_id = above.higher_id AND higher.indicator_id = goal.indicator_id
    AND higher.year BETWEEN goal.year - 5 AND goal.year
WHERE goal.role = 'target'
QUALIFY row_number() OVER (
    PARTITION BY goal.statement, higher.place_id, higher.plan_id IS NULL
    ORDER BY
        goal.measure = higher.measure DESC, match IS NULL, match DESC, higher.canonical IS NULL, higher.year DESC,
        higher.statement
) = 1
ORDER BY goal.domain, goal.indicator_id, goal.text_order, higher.place_id, higher.plan_id IS NULL;
