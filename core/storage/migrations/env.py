"""What Alembic runs; the connection (in its own transaction) comes from `core.storage.migrations.running`."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
