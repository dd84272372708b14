-- documents.words: a letter in words or a file, never both or neither
SELECT line, words FROM documents WHERE (words IS NULL) = (file_name IS NULL);
