"""Profiles of an episode in the days by which they are judged."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, and_, bindparam, func, or_, select

from careplan.clients.codes import STRUCTURED
from careplan.clients.models import Episode, Intervention
from careplan.clients.queries.pending import WORKERS
from careplan.clients.registers.rows import Owner, every
from careplan.clients.rules.todo import Of
from careplan.ground.corrections import live
from careplan.ground.dates import months_before
from careplan.ground.db import db
from careplan.ground.marks import SERVICES, Rows, mark
from careplan.ground.offers import Pending, Rank, Todo, each
from careplan.outcomes.codes import Stage
from careplan.outcomes.labels import DUE
from careplan.outcomes.registers import TOPS, Top
from careplan.outcomes.rules.due import Asked, Due, due
from careplan.outcomes.rules.standard import TOP
from careplan.outcomes.rules.timing import Journey


def journey(services: frozenset[str], episode: Episode) -> Journey:
    """The days of an episode that a profile is measured by. One statement."""
    row = Intervention
    started: date | None = db.session.scalars(
        select(func.min(row.started_on)).where(
            row.episode_id == episode.root_id,
            row.service_id.in_(services),
            row.kind.in_(sorted(STRUCTURED)),
            live(row),
        )
    ).one()
    return Journey(episode.referred_on, started, episode.closed_on)


def profiles(owner: Owner) -> list[Top]:
    """The live profiles of the record, the latest first. One statement."""
    return list(every(TOPS, owner))


def next_due(services: frozenset[str], episode: Episode, on: date) -> Due | None:
    """The profile that is due in an episode on the day. Two statements."""
    asked = _of_record(services, episode, episode.closed_on)
    return due(asked, on, TOP.on(on)) if asked else None


def exit_due(services: frozenset[str], episode: Episode, on: date) -> Due | None:
    """The profile that leaving on the day still asks for. Two statements."""
    asked = _of_record(services, episode, on)
    return due(asked, on, TOP.on(on)) if asked else None


def _of_record(services: frozenset[str], episode: Episode, closed_on: date | None) -> Asked | None:
    started_on = journey(services, episode).started_on
    if started_on is None:
        return None
    rows = profiles(Owner(services, episode.service_id, episode))
    last, left = (
        max((row.interviewed_on for row in some), default=None)
        for some in (rows, [row for row in rows if row.stage == Stage.EXIT])
    )
    return Asked(started_on, closed_on, last, left)


SINCE, LEFT = bindparam("top_review_since", type_=Date), bindparam("top_left_since", type_=Date)


def _values(on: date) -> dict[str, date]:
    """Since which day nobody must have been asked, and since which day a client may have left, for a line to be due."""
    profile = TOP.on(on)
    left = on - timedelta(days=profile.exit.last)
    return {"top_review_since": months_before(on, profile.review_due.months), "top_left_since": left}


def _asked() -> Rows:
    """The worker's episodes in treatment, or just left, whose latest profile is some time ago."""
    started = _of_episode(func.min(Intervention.started_on), Intervention).where(
        Intervention.kind.in_(sorted(STRUCTURED))
    )
    latest = _of_episode(func.max(Top.interviewed_on), Top)
    columns = {
        "started_on": started.scalar_subquery(),
        "closed_on": Episode.closed_on,
        "last_on": latest.scalar_subquery(),
        "exit_on": latest.where(Top.stage == Stage.EXIT).scalar_subquery(),
    }
    last = columns["last_on"]
    return mark(Asked, Episode.root_id, Episode.referred_on, **columns).where(
        Episode.service_id.in_(SERVICES),
        Episode.keyworker_id.in_(WORKERS),
        live(Episode),
        columns["started_on"].is_not(None),
        or_(
            and_(Episode.closed_on.is_(None), or_(last.is_(None), last <= SINCE)),
            Episode.closed_on >= LEFT,
        ),
    )


def _of_episode(value: Any, row: Any) -> Any:
    """A SELECT of one value of the live rows of an episode."""
    return select(value).where(row.episode_id == Episode.root_id, live(row)).correlate(Episode)


def _lines(fact: Asked, of: Of, _worker: object, on: date) -> Iterator[Todo]:
    told = due(fact, on, TOP.on(on)) if of.deceased_on is None else None
    if told is not None:
        rank = Rank.OVERDUE if told.late else Rank.DUE
        stage = ("stage", told.stage.value)
        more = {"dated": "by", "subject": "outcomes_profile"}
        yield of.line(DUE[told.stage], told.until, rank, TOPS.endpoint("new"), "Record it", stage, **more)


PENDING = Pending((Asked,), lambda: [_asked()], each(_lines), _values)
