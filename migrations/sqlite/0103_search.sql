-- PostgreSQL parts its words anew; the words of SQLite stay as they are.
SELECT 1;
