-- One report per indicator that two or more plans promise something about, and language.
SELECT indicator_id, lang
FROM (
    SELECT indicator_id FROM goals WHERE role = 'target' GROUP BY indicator_id HAVING count(DISTINCT plan_id) > 1
)
CROSS JOIN (VALUES ('zh'), ('en')) AS languages (lang)
ORDER BY indicator_id, lang;
