"""The only place that knows SQLite from PostgreSQL: engine, unit of work, journal, blobs and migrations."""
