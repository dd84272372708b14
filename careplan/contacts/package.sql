-- contact_notes.appointment_id: an appointment of the same episode
SELECT f.line, f.appointment_id
FROM contact_notes f JOIN appointments a ON a.id = f.appointment_id
WHERE a.episode_id <> f.episode_id;

-- contact_notes.risk_words: empty where risk has not changed
SELECT line, risk_words FROM contact_notes WHERE risk_changed = 'false' AND risk_words IS NOT NULL;

-- contact_goals.goal_id: a goal of the note's episode
SELECT f.line, f.goal_id
FROM contact_goals f
JOIN contact_notes n ON n.id = f.note_id
JOIN goals g ON g.id = f.goal_id
JOIN care_plans p ON p.id = g.care_plan_id
WHERE p.episode_id <> n.episode_id;

-- lost_touch_done.appointment_id: an appointment of the same episode
SELECT f.line, f.appointment_id
FROM lost_touch_done f JOIN appointments a ON a.id = f.appointment_id
WHERE a.episode_id <> f.episode_id;

-- group_members.group_id: a group of the episode's service
SELECT f.line, f.group_id
FROM group_members f
JOIN episodes e ON e.id = f.episode_id
JOIN treatment_groups g ON g.id = f.group_id
WHERE g.service_id <> e.service_id;
