-- signed_audits.unit_id: an id of the level's file
SELECT line, unit_id FROM signed_audits
WHERE (level = 'service' AND unit_id NOT IN (SELECT id FROM services))
  OR (level = 'partnership' AND unit_id NOT IN (SELECT id FROM partnerships));

-- action_lines.unit_id: an id of the level's file
SELECT line, unit_id FROM action_lines
WHERE (level = 'service' AND unit_id NOT IN (SELECT id FROM services))
  OR (level = 'partnership' AND unit_id NOT IN (SELECT id FROM partnerships));

-- signed_records.key: a figure of the signed audit
SELECT line, key FROM signed_records r
WHERE NOT EXISTS (
  SELECT 1 FROM signed_figures f WHERE f.signed_audit_id = r.signed_audit_id AND f.key = r.key
);
