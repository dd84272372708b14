"""A task that was struck out frees its source: said again, the same matter is raised again."""

from alembic import op

revision = "0023_struck_tasks_free_sources"
down_revision = "0022_who_has_whom"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP INDEX uq_tasks_episode_source")
    op.execute(
        "CREATE UNIQUE INDEX uq_tasks_episode_id_source ON tasks (episode_id, source) "
        "WHERE superseded_at IS NULL AND struck_at IS NULL"
    )


def downgrade() -> None:
    op.execute("DROP INDEX uq_tasks_episode_id_source")
    op.execute("CREATE UNIQUE INDEX uq_tasks_episode_source ON tasks (episode_id, source)")
