"""Profiles of an episode in the days by which they are judged."""

from datetime import date

from sqlalchemy import func, select

from careplan.clients.codes import STRUCTURED
from careplan.clients.models import Episode, Intervention
from careplan.clients.registers.rows import Owner, every
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.outcomes.registers import TOPS, Top
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
