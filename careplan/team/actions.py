"""Who walked in, seeing them, and putting a worker on the rota for weeks."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from careplan.clients.models import Episode
from careplan.clients.registers.people import client_meant
from careplan.clients.registers.rows import record_at
from careplan.ground.clock import london
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.team.registers import DUTIES, WALK_INS
from careplan.team.rules import named
from careplan.trail.actions import write


def whom(service_id: str, who: str) -> str | None:
    """The id of the one client of the service whom the words name without doubt."""
    client_id, person, _ = client_meant(service_id, who)
    sure = person is not None and named(who, person.first_name, person.last_name)
    return client_id if sure else None


def walk_in(
    *, by: Actor, service_id: str, who: str, client_id: str | None, words: str | None, at: str, on: date
) -> Any:
    """Somebody came, a client of the service or not."""
    came = {"came_on": on, "came_at": at, "who": who, "client_id": client_id, "words": words}
    return _came(by, service_id, **came)


def arrive(*, by: Actor, episode: Episode, at: datetime) -> Any:
    """The client of the record is here without an appointment."""
    here, client_id = london(at), episode.client_id
    came = {"came_on": here.date(), "came_at": f"{here:%H:%M}", "client_id": client_id}
    return _came(by, episode.service_id, who=episode.client.whole_name, words=None, **came)


def _came(by: Actor, service_id: str, **came: Any) -> Any:
    return record_at(WALK_INS, service_id, by=by, seen_by=None, seen_at=None, **came)


def see(*, by: Actor, row: Any, at: datetime) -> bool:
    """The worker saw them now; False where somebody did before."""
    if row.seen_by is not None:
        return False
    row.seen_by, row.seen_at = by.id, f"{london(at):%H:%M}"
    db.session.flush()
    more = {"service_id": row.service_id, "client_id": row.client_id}
    write("walk_in.seen", by=by, subject=f"walk_ins:{row.id}", **more)
    return True


def put_on_rota(
    *, by: Actor, service_id: str, worker_id: str, days: Iterable[date], from_time: str, until_time: str
) -> int:
    """A row of the rota for each of the days; how many."""
    put = {"worker_id": worker_id, "from_time": from_time, "until_time": until_time}
    return len([record_at(DUTIES, service_id, by=by, duty_on=one, **put) for one in days])
