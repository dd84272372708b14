"""What the downtime pack tells of risk: the high and immediate levels of the latest assessment."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func, select

from careplan.assessment.models import Assessment
from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.offers import Downtime
from careplan.risk.codes import RiskDomain
from careplan.risk.labels import DOMAINS, LEVELS
from careplan.risk.models import RiskLevel
from careplan.risk.rules import GRAVE


def _grave(services: frozenset[str], episodes: Collection[str], _on: date) -> Mapping[str, list[str]]:
    """Domain and level of each grave risk. One statement."""
    nth = func.row_number().over(
        partition_by=Assessment.episode_id,
        order_by=(Assessment.completed_on.desc(), Assessment.started_on.desc(), Assessment.id.desc()),
    )
    latest = (
        select(Episode.id.label("episode_id"), Assessment.root_id, nth.label("nth"))
        .join(Episode, Episode.root_id == Assessment.episode_id)
        .where(Episode.id.in_(episodes), Episode.service_id.in_(services))
        .where(Assessment.kind == "risk", Assessment.completed_on.is_not(None), live(Assessment))
        .subquery()
    )
    rows = (
        select(latest.c.episode_id, RiskLevel.domain, RiskLevel.level)
        .join(RiskLevel, RiskLevel.assessment_id == latest.c.root_id)
        .where(latest.c.nth == 1, RiskLevel.level.in_(sorted(GRAVE)), live(RiskLevel))
        .order_by(latest.c.episode_id, RiskLevel.domain)
    )
    told: dict[str, list[str]] = defaultdict(list)
    for episode, domain, level in db.session.execute(rows):
        told[episode].append(f"{DOMAINS[RiskDomain(domain)]}: {LEVELS[level].lower()}")
    return told


DOWNTIME = (Downtime("High risk", 30, told=_grave),)
