-- What tells a file that is chosen once more from another of its name and length: when it was changed last, as its
-- sender's machine says (milliseconds since 1970); zero when it doesn't.
ALTER TABLE uploads ADD COLUMN modified BIGINT NOT NULL DEFAULT 0;
