-- One report per place that has a plan, and language.
SELECT place_id, lang
FROM (SELECT DISTINCT place_id FROM plans)
CROSS JOIN (VALUES ('zh'), ('en')) AS languages (lang)
ORDER BY place_id, lang;
