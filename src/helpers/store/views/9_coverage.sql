-- Whether a plan speaks of a field or an indicator: it promises, it only reports, it is silent, or the text is damaged where
-- it might have spoken. No target is not the same as no data.
CREATE MACRO spoken(targets, results, damaged) AS CASE
    WHEN targets > 0 THEN 'promises'
    WHEN results > 0 THEN 'reports'
    WHEN damaged THEN 'damaged'
    ELSE 'silent'
END;

-- The fields of policy on which a lost section may have said more. A few lost characters hide no target.
CREATE VIEW damaged_fields AS
SELECT plan_id, trim(domain) AS domain, count(*) AS places
FROM (SELECT plan_id, unnest(string_split(domains, ';')) AS domain FROM damages WHERE kind = 'lost_section')
GROUP BY ALL;

-- Every plan and every field of policy: promises and results, each said once.
CREATE TABLE coverage AS
SELECT
    plans.plan_id,
    plans.short_zh AS plan_zh,
    plans.short_en AS plan_en,
    coalesce(TRY_CAST(left(plans.issued, 4) AS INTEGER), plans.period_start) AS plan_year,
    fields.domain,
    count(s.statement) FILTER (s.role = 'target') AS targets,
    count(s.statement) FILTER (s.role = 'target' AND s.canonical IS NOT NULL) AS with_number,
    count(s.statement) FILTER (s.role <> 'target') AS results,
    min(s.statement ORDER BY s.role = 'target' DESC, s.text_order) AS first_statement,
    bool_or(damaged_fields.places IS NOT NULL) AS damaged,
    spoken(targets, results, damaged) AS status
FROM plans
CROSS JOIN (SELECT DISTINCT domain FROM indicators) AS fields
LEFT JOIN damaged_fields ON damaged_fields.plan_id = plans.plan_id AND damaged_fields.domain = fields.domain
LEFT JOIN said_once AS s ON s.plan_id = plans.plan_id AND s.domain = fields.domain
GROUP BY ALL
ORDER BY plan_id, domain;

-- The same for each indicator that at least two plans promise something about.
CREATE TABLE indicator_coverage AS
WITH shared AS (
    SELECT indicator_id FROM goals WHERE role = 'target' GROUP BY indicator_id HAVING count(DISTINCT plan_id) > 1
)
SELECT
    plans.plan_id,
    plans.short_zh AS plan_zh,
    plans.short_en AS plan_en,
    coalesce(TRY_CAST(left(plans.issued, 4) AS INTEGER), plans.period_start) AS plan_year,
    i.domain,
    i.indicator_id,
    i.name_zh AS indicator_zh,
    i.name_en AS indicator_en,
    count(s.statement) FILTER (s.role = 'target') AS targets,
    count(s.statement) FILTER (s.role = 'target' AND s.canonical IS NOT NULL) AS with_number,
    count(s.statement) FILTER (s.role <> 'target') AS results,
    min(s.statement ORDER BY s.role = 'target' DESC, s.canonical IS NULL, s.text_order) AS first_statement,
    bool_or(damaged_fields.places IS NOT NULL) AS damaged,
    spoken(targets, results, damaged) AS status
FROM plans
CROSS JOIN shared
JOIN indicators AS i USING (indicator_id)
LEFT JOIN damaged_fields ON damaged_fields.plan_id = plans.plan_id AND damaged_fields.domain = i.domain
LEFT JOIN said_once AS s ON s.plan_id = plans.plan_id AND s.indicator_id = i.indicator_id
GROUP BY ALL
ORDER BY plan_id, indicator_id;

-- What accounts for the numerals of each text, with the rules taken together.
CREATE TABLE account_by_plan AS
SELECT
    plans.plan_id,
    plans.short_zh AS plan_zh,
    plans.short_en AS plan_en,
    sum(numerals) AS numerals,
    sum(numerals) FILTER (kind = 'curated') AS curated,
    sum(numerals) FILTER (kind NOT IN ('curated', 'bare word', 'excused', 'left over')) AS recognised,
    sum(numerals) FILTER (kind = 'bare word') AS bare,
    sum(numerals) FILTER (kind = 'excused') AS excused,
    sum(numerals) FILTER (kind = 'left over') AS left_over
FROM account
JOIN plans USING (plan_id)
GROUP BY ALL
ORDER BY plan_id;
