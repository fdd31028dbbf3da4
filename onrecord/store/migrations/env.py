"""What Alembic runs: the steps from one schema to another, on the connection it is given."""

from alembic import context

from onrecord.store.layout import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True)
context.run_migrations()
