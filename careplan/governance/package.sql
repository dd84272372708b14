-- evidence.unit_id: an id of the level's file
SELECT line, unit_id FROM evidence
WHERE (level = 'service' AND unit_id NOT IN (SELECT id FROM services))
  OR (level = 'partnership' AND unit_id NOT IN (SELECT id FROM partnerships));

-- evidence.url: an address of a link, and of nothing else
SELECT line, url FROM evidence WHERE (url IS NOT NULL) <> (kind = 'link');

-- evidence.file_name: a file of a document, and of nothing else
SELECT line, file_name FROM evidence WHERE (file_name IS NOT NULL) <> (kind = 'document');
