-- own_answers.question_id: a question of the episode's service
SELECT f.line, f.question_id
FROM own_answers f
JOIN episodes e ON e.id = f.episode_id
JOIN own_questions q ON q.id = f.question_id
WHERE q.service_id <> e.service_id;
