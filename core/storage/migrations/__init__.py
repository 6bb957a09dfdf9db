"""The steps from every released database to this program's, and the version that this program wants."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
HEAD = "0001"
"""The last step. Opening a database compares this with what is stored; only a difference loads Alembic."""
FIRST_IS_OPEN = True
"""While no version has been released, `python -m core.storage.migrations.make` writes 0001 anew from the model."""
