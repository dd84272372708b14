-- survey_counts.month: the first day of a month
SELECT line, month FROM survey_counts WHERE substr(month, 9, 2) <> '01';

-- survey_counts.answered: at least one, and no fewer than said yes
SELECT line, answered FROM survey_counts
WHERE CAST(answered AS INTEGER) < 1 OR CAST(positive AS INTEGER) > CAST(answered AS INTEGER);
