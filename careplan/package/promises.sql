-- What must always hold between rows (record package, sections 4 and 5): each SELECT finds the breaches of one promise.
--
-- It reads the staged package: one table for each file, named as the file, that shows live rows only, with `line`, the
-- columns as text, and `bad`: the names of columns whose cell was refused (those cells stand empty).
-- Above each: where a breach is reported (warning: it never refuses), and what was expected. It yields line and cell.

-- interventions.started_on (warning): a day on or after first_offered_on
SELECT line, started_on FROM interventions WHERE started_on < first_offered_on;

-- interventions.ended_on: a day on or before the episode's closed_on
SELECT f.line, f.ended_on
FROM interventions f JOIN episodes e ON e.id = f.episode_id
WHERE e.closed_on IS NOT NULL AND (f.ended_on IS NULL OR f.ended_on > e.closed_on)
  AND instr(coalesce(f.bad, ''), ' ended_on ') = 0;

-- courses.ended_on: a day on or before the episode's closed_on
SELECT f.line, f.ended_on
FROM courses f JOIN episodes e ON e.id = f.episode_id
WHERE e.closed_on IS NOT NULL AND (f.ended_on IS NULL OR f.ended_on > e.closed_on)
  AND instr(coalesce(f.bad, ''), ' ended_on ') = 0;

-- interventions.referred_on: a day on or after the episode's referred_on
SELECT f.line, f.referred_on
FROM interventions f JOIN episodes e ON e.id = f.episode_id
WHERE f.referred_on < e.referred_on;

-- assessments.checklist: the checklist of the assessment's kind
SELECT line, checklist FROM assessments WHERE checklist <> kind;

-- assessments.edition: an edition of the checklist
SELECT line, edition FROM assessments WHERE edition NOT IN (SELECT edition FROM bank);

-- checklist_choices.edition: an edition of the checklist
SELECT line, edition FROM checklist_choices WHERE edition NOT IN (SELECT edition FROM bank);

-- answers.value: a value with answered
SELECT line, NULL FROM answers
WHERE status = 'answered' AND value IS NULL AND instr(coalesce(bad, ''), ' value ') = 0;

-- answers.value: no value without answered
SELECT line, value FROM answers WHERE status <> 'answered' AND value IS NOT NULL;

-- answers.item: an item of the assessment's checklist edition
SELECT f.line, f.item
FROM answers f JOIN assessments a ON a.id = f.assessment_id
WHERE a.edition IN (SELECT edition FROM bank)
  AND NOT EXISTS (
    SELECT 1 FROM bank b WHERE b.edition = a.edition AND b.checklist = a.checklist AND b.item = f.item
  );

-- care_plans.version: versions 1, 2, 3 … of an episode, without gaps
SELECT line, version
FROM (
  SELECT line, version, CAST(version AS INTEGER) AS number,
    1 + coalesce(lag(CAST(version AS INTEGER))
      OVER (PARTITION BY episode_id ORDER BY CAST(version AS INTEGER), line), 0) AS due
  FROM care_plans WHERE version IS NOT NULL
)
WHERE number <> due;

-- care_plans.risk_assessment_id: a risk assessment of the same episode
SELECT f.line, f.risk_assessment_id
FROM care_plans f JOIN assessments a ON a.id = f.risk_assessment_id
WHERE a.kind <> 'risk' OR a.episode_id <> f.episode_id;

-- goal_outcomes.goal_id: a goal of the review's episode
SELECT f.line, f.goal_id
FROM goal_outcomes f
JOIN care_plan_reviews r ON r.id = f.review_id
JOIN goals g ON g.id = f.goal_id
JOIN care_plans p ON p.id = g.care_plan_id
WHERE p.episode_id <> r.episode_id;

-- goals.need_item: an item of the question bank
SELECT line, need_item FROM goals WHERE need_item NOT IN (SELECT item FROM bank);

-- courses.first_dose_on: no day shared with another course of the drug in the episode
SELECT line, first_dose_on
FROM (
  SELECT line, first_dose_on,
    max(coalesce(ended_on, '9999-12-31')) OVER (
      PARTITION BY episode_id, drug ORDER BY first_dose_on, line
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS taken
  FROM courses WHERE ended_on IS NULL OR ended_on > first_dose_on
)
WHERE first_dose_on < taken;

-- regimens.supervised: 1 only where collect is 1
SELECT line, supervised FROM regimens
WHERE (substr(supervised, 1, 1) > substr(collect, 1, 1))
   OR (substr(supervised, 2, 1) > substr(collect, 2, 1))
   OR (substr(supervised, 3, 1) > substr(collect, 3, 1))
   OR (substr(supervised, 4, 1) > substr(collect, 4, 1))
   OR (substr(supervised, 5, 1) > substr(collect, 5, 1))
   OR (substr(supervised, 6, 1) > substr(collect, 6, 1))
   OR (substr(supervised, 7, 1) > substr(collect, 7, 1));

-- regimens.effective_on: no regimen that begins while a depot order is current
SELECT line, effective_on FROM regimens f
WHERE (
  SELECT o.formulation FROM dose_orders o
  WHERE o.course_id = f.course_id AND o.effective_on <= f.effective_on
  ORDER BY o.effective_on DESC LIMIT 1
) LIKE 'depot%';

-- dose_orders.formulation: a formulation of the course's drug
SELECT f.line, f.formulation
FROM dose_orders f JOIN courses k ON k.id = f.course_id
WHERE (f.formulation IN ('oral_mixture', 'oral_concentrate', 'tablet', 'injectable')) <> (k.drug = 'methadone');

-- prescriptions.formulation: a formulation of the course's drug
SELECT f.line, f.formulation
FROM prescriptions f JOIN courses k ON k.id = f.course_id
WHERE (f.formulation IN ('oral_mixture', 'oral_concentrate', 'tablet', 'injectable')) <> (k.drug = 'methadone');

-- prescriptions.starts_on: days that no other live prescription of client and drug covers
SELECT line, starts_on
FROM (
  SELECT f.line, f.starts_on,
    max(f.ends_on) OVER (
      PARTITION BY e.client_id, k.drug ORDER BY f.starts_on, f.ends_on, f.line
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS taken
  FROM prescriptions f
  JOIN courses k ON k.id = f.course_id
  JOIN episodes e ON e.id = k.episode_id
  WHERE f.status IN ('issued', 'completed', 'expired') AND f.ends_on >= f.starts_on
)
WHERE starts_on <= taken;

-- courses.ended_on (warning): one open course, or a cross-titration plan in careplan
SELECT line, id
FROM (
  SELECT line, id, row_number() OVER (PARTITION BY episode_id ORDER BY first_dose_on, line) AS place
  FROM courses WHERE ended_on IS NULL
)
WHERE place > 1;

-- clients.id (warning): an episode: until one is recorded, the services of this package find the client by search alone
SELECT line, id FROM clients c
WHERE id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM episodes e WHERE e.client_id = c.id);

-- clients.id (warning): an id of the provider's own, not an NHS number
SELECT line, id FROM clients WHERE id IS NOT NULL AND is_nhs_number(id);

-- agreements.asked_of: a colleague of the service, or one from outside
SELECT line, asked_of FROM agreements WHERE (asked_of IS NULL) = (outside_name IS NULL)
  AND instr(coalesce(bad, ''), ' asked_of ') = 0;

-- agreements.asked_of: somebody else than who ordered
SELECT line, asked_of FROM agreements WHERE asked_of = coalesce(recorded_by, 'import');

-- agreements.formulation: a formulation of the course's drug
SELECT f.line, f.formulation
FROM agreements f JOIN courses k ON k.id = f.course_id
WHERE (f.formulation IN ('oral_mixture', 'oral_concentrate', 'tablet', 'injectable')) <> (k.drug = 'methadone');

-- agreements.answer: one order of a course that waits for an answer
SELECT line, NULL
FROM (
  SELECT line, row_number() OVER (PARTITION BY course_id ORDER BY line) AS place
  FROM agreements WHERE answer IS NULL AND answered_at IS NULL
)
WHERE place > 1;

-- keyworkers.worker_id: in the last row of an episode its keyworker
SELECT line, worker_id
FROM (
  SELECT k.line, k.worker_id, e.keyworker_id,
    row_number() OVER (PARTITION BY k.episode_id ORDER BY k.from_on DESC, k.recorded_at DESC, k.id DESC) AS place
  FROM keyworkers k JOIN episodes e ON e.id = k.episode_id
)
WHERE place = 1 AND coalesce(worker_id, '') <> coalesce(keyworker_id, '');

-- hand_overs.episode_id: no other hand-over of the episode that waits for an answer
SELECT f.line, f.episode_id
FROM hand_overs f
WHERE f.answer IS NULL AND EXISTS (
  SELECT 1 FROM hand_overs o WHERE o.episode_id = f.episode_id AND o.answer IS NULL AND o.id < f.id
);
