-- Every target with what the places above it (province, nation) ask for the same indicator, for the same year or up to five
-- years earlier: `goal` is a row of goals, `higher` one of every_goal.
-- Of one place above there are the goal of a plan and the one from outside: the best comparable first, then the latest.
-- `match`: how near the populations are (see scope_match); `verdict`: 'same', 'near', or 'refused' for the `reasons` (`;`
-- between). `asks`: whether the goal asks for 'more' than the higher one does, for 'less', or for 'as_much', by the better
-- direction; empty where the two may not be compared.
CREATE VIEW alignment AS
WITH RECURSIVE above AS (
    SELECT place_id, parent_id AS higher_id FROM places WHERE parent_id IS NOT NULL
    UNION ALL
    SELECT above.place_id, places.parent_id FROM above JOIN places ON places.place_id = above.higher_id
    WHERE places.parent_id IS NOT NULL
),
pairs AS (
    SELECT
        goal,
        higher,
        CASE WHEN higher.plan_id IS NULL
            THEN outside_match(goal.scope_id, goal.scope_family, higher.scope_id, higher.scope_family)
            ELSE scope_match(goal.scope_id, goal.scope_family, higher.scope_id, higher.scope_family) END AS match
    FROM goals AS goal
    JOIN above ON above.place_id = goal.place_id
    JOIN every_goal AS higher
        ON higher.place_id = above.higher_id AND higher.indicator_id = goal.indicator_id
        AND higher.year BETWEEN goal.year - 5 AND goal.year
    WHERE goal.role = 'target'
    QUALIFY row_number() OVER (
        PARTITION BY goal.statement, higher.place_id, higher.plan_id IS NULL
        ORDER BY
            match IS NULL OR differences(goal, higher) <> '', goal.measure = higher.measure DESC, match IS NULL,
            match DESC, higher.year DESC, higher.statement
    ) = 1
)
SELECT
    goal.plan_id,
    goal.domain,
    goal.indicator_id,
    goal.text_order,
    goal.year,
    higher.place_id AS higher_place_id,
    goal,
    higher,
    match,
    concat_ws(';', nullif(differences(goal, higher), ''), CASE WHEN match IS NULL THEN 'scope' END) AS reasons,
    CASE WHEN reasons = '' THEN match ELSE 'refused' END AS verdict,
    -- of a change it is the magnitude that is printed, so that a larger one of the welcome direction is more
    CASE WHEN goal.better IS NULL THEN 0 WHEN goal.direction IS NULL THEN if(goal.better = 'higher', 1, -1)
        ELSE if((goal.better = 'higher') = (goal.direction = 'increase'), 1, -1) END AS more_is,
    CASE
        WHEN verdict = 'refused' OR more_is = 0 OR goal.direction IS DISTINCT FROM higher.direction THEN NULL
        WHEN (goal.canonical - higher.canonical) * more_is > 0 THEN 'more'
        WHEN goal.canonical <> higher.canonical THEN 'less'
        -- <26 asks for a little more than 26 does
        WHEN (goal.comparator IN ('<', '>')) = (higher.comparator IN ('<', '>')) THEN 'as_much'
        WHEN goal.comparator IN ('<', '>') THEN 'more'
        ELSE 'less'
    END AS asks
FROM pairs
ORDER BY goal.domain, goal.indicator_id, goal.text_order, higher.place_id, higher.plan_id IS NULL;
