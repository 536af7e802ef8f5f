-- The language that a person chose for pages and mail (BCP 47); none while the browser's counts.
ALTER TABLE people ADD COLUMN language TEXT CHECK (length(language) BETWEEN 2 AND 8);
