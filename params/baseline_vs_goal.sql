-- One report per plan and language: a new plan gets its reports without anybody listing them.
SELECT plan_id, lang
FROM plans, (VALUES ('zh'), ('en')) AS languages (lang)
ORDER BY plan_id, lang;
