-- documents.words: a letter in words or a file, never both or neither
SELECT line, words FROM documents WHERE (words IS NULL) = (file_name IS NULL);

-- documents.sha256: 64 digits
SELECT line, sha256 FROM documents WHERE sha256 IS NOT NULL AND length(sha256) <> 64;
