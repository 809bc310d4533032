"""The persistent stores: SQLAlchemy Core over SQLite or PostgreSQL, with alembic migrations applied at start."""
