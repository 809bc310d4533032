"""The persistent stores: SQLAlchemy Core over SQLite, with alembic migrations applied at start."""
