"""Who kept a case from which day on, and clients who are handed over."""

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from careplan.ground.ids import new_id
from careplan.ground.recorded import ID, codes, key, of_episode, pair, recorded
from careplan.ground.types import CanonicalJson, Moment

revision = "0052_keyworkers"
down_revision = "0051_prescribing_reviews"
branch_labels = None
depends_on = None

WAITS = "answer IS NULL AND superseded_at IS NULL AND struck_at IS NULL"
ANSWERS = ("accepted", "put_back", "taken_back")


def _id(name: str, empty: bool = False) -> sa.Column:
    return sa.Column(name, ID, nullable=empty)


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    table = "keyworkers"
    op.create_table(
        table,
        _id("worker_id", empty=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        *of_episode(table),
        *recorded(table),
        key(table, ["worker_id"], "workers"),
    )
    _indexed(table, "episode_id", "service_id")
    _told_by_the_trail()
    table = "hand_overs"
    op.create_table(
        table,
        _id("from_worker_id", empty=True),
        _id("to_worker_id"),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answer_words", sa.String(), nullable=True),
        sa.Column("answered_at", Moment(timezone=True), nullable=True),
        _id("answered_by", empty=True),
        *of_episode(table),
        *recorded(table),
        codes(table, "answer", ANSWERS),
        pair(table, "answered_at", "answered_by"),
        pair(table, "answer", "answered_at"),
        key(table, ["from_worker_id"], "workers"),
        key(table, ["to_worker_id"], "workers"),
    )
    _indexed(table, "episode_id", "service_id", "to_worker_id")
    waits = sa.text(WAITS)
    where = {"sqlite_where": waits, "postgresql_where": waits}
    op.create_index(f"uq_{table}_episode_id", table, ["episode_id"], unique=True, **where)


def _told_by_the_trail() -> None:
    """Rows for the cases that changed hands before there were any: who kept them until then, and who since."""
    entry, changes = _trail(), defaultdict(list)
    connection = op.get_bind()
    episodes = {one.id: one for one in connection.execute(sa.select(_episodes()))}
    given = sa.select(entry).where(entry.c.action == "episode.allocated").order_by(entry.c.at, entry.c.id)
    for one in connection.execute(given):
        changes[episodes[one.subject.removeprefix("episodes:")].root_id].append(one)
    rows = []
    for one in (one for one in episodes.values() if one.superseded_at is None and one.struck_at is None):
        here = {"episode_id": one.root_id, "service_id": one.service_id}
        moves, begun = changes.get(one.root_id, []), episodes[one.root_id]
        if moves and (first := moves[0].detail["before"]):
            rows.append(_row(here, first, one.referred_on, begun.recorded_at, begun.recorded_by))
        for move in moves:
            on = move.at.astimezone(ZoneInfo("Europe/London")).date()
            rows.append(_row(here, move.detail["after"], on, move.at, move.actor))
    if rows:
        op.bulk_insert(_keyworkers(), rows)


def _episodes() -> sa.TableClause:
    names = map(sa.column, ("id", "root_id", "service_id", "recorded_by"))
    moments = (sa.column(one, Moment(timezone=True)) for one in ("recorded_at", "superseded_at", "struck_at"))
    return sa.table("episodes", *names, *moments, sa.column("referred_on", sa.Date()))


def _trail() -> sa.TableClause:
    names = (sa.column("id"), sa.column("actor"), sa.column("action"), sa.column("subject"))
    return sa.table(
        "trail_entries", *names, sa.column("at", Moment(timezone=True)), sa.column("detail", CanonicalJson())
    )


def _keyworkers() -> sa.TableClause:
    names = ("id", "root_id", "episode_id", "service_id", "worker_id", "recorded_by")
    columns = [*map(sa.column, names), sa.column("from_on", sa.Date())]
    return sa.table("keyworkers", *columns, sa.column("recorded_at", Moment(timezone=True)))


def _row(here: dict[str, str], worker: str | None, on: object, at: datetime, by: str) -> dict[str, object]:
    id_ = new_id()
    return here | {
        "id": id_,
        "root_id": id_,
        "worker_id": worker,
        "from_on": on,
        "recorded_at": at,
        "recorded_by": by,
    }


def downgrade() -> None:
    for table in ("hand_overs", "keyworkers"):
        op.drop_table(table)
