-- Limits by year: the one in force on 31 December of a year counts for that year.
CREATE TABLE standards_by_year AS
SELECT
    indicator_id,
    standard,
    grade,
    name_zh,
    name_en,
    year,
    comparator,
    value,
    unit,
    CASE WHEN standard LIKE 'GB %' THEN 'national' ELSE 'who' END AS kind
FROM standards, range(2005, 2051) AS years (year)
WHERE make_date(year::INTEGER, 12, 31) BETWEEN valid_from AND coalesce(valid_to, DATE '2999-12-31')
ORDER BY indicator_id, year, standard, grade;
