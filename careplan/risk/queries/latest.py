"""A risk assessment with its levels, actions and countersignature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from careplan.assessment.models import Assessment
from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.models import Countersignature, RiskAction, RiskLevel
from careplan.staff.models import Worker


@dataclass(frozen=True, slots=True)
class Picture:
    """One risk assessment: levels with reasons in the order of domains, actions, and who countersigned when."""

    assessment: Assessment
    worker: str
    levels: Mapping[RiskDomain, tuple[Level, str]]
    levels_at: datetime | None
    actions: tuple[RiskAction, ...]
    signed_on: date | None
    signed_by: str
    note: str
    levels_by: frozenset[str] = frozenset()

    @property
    def makers(self) -> frozenset[str]:
        """Who assessed, completed or set a level: none of them countersigns."""
        assessed = (self.assessment.worker_id, self.assessment.completed_by)
        return self.levels_by.union(one for one in assessed if one is not None)

    @property
    def bare_levels(self) -> dict[RiskDomain, Level]:
        """Levels without their reasons."""
        return {domain: level for domain, (level, _) in self.levels.items()}


def pictures(services: frozenset[str], episode: Episode) -> list[Picture]:
    """All live risk assessments of the episode, the latest first; four statements however many there are."""
    rows = db.session.execute(
        select(Assessment, func.coalesce(Worker.name, Assessment.recorded_by))
        .outerjoin(Worker, Worker.id == Assessment.worker_id)
        .where(
            Assessment.episode_id == episode.root_id,
            Assessment.service_id.in_(services),
            Assessment.kind == "risk",
            live(Assessment),
        )
        .order_by(
            func.coalesce(Assessment.completed_on, Assessment.started_on).desc(),
            Assessment.started_on.desc(),
            Assessment.id.desc(),
        )
    ).all()
    roots = [row[0].root_id for row in rows]
    due = (RiskAction.due_on.is_(None), RiskAction.due_on, RiskAction.recorded_at, RiskAction.id)
    levels, actions = _below(RiskLevel, roots, RiskLevel.domain), _below(RiskAction, roots, *due)
    signed = _signed(roots)
    return [_picture(one, name, levels, actions, signed) for one, name in rows]


def picture(services: frozenset[str], episode: Episode, assessment_id: str) -> Picture | None:
    """One risk assessment of the episode, or None."""
    return next((one for one in pictures(services, episode) if one.assessment.id == assessment_id), None)


def action(services: frozenset[str], episode: Episode, action_id: str) -> RiskAction | None:
    """A live action of one of the episode's risk assessments, or None."""
    action: RiskAction | None = db.session.scalars(
        select(RiskAction)
        .join(Assessment, Assessment.root_id == RiskAction.assessment_id)
        .where(
            RiskAction.id == action_id,
            RiskAction.service_id.in_(services),
            live(RiskAction),
            Assessment.episode_id == episode.root_id,
        )
    ).first()
    return action


Signed = tuple[Countersignature, str]


def _picture(
    assessment: Assessment,
    name: str,
    levels: Mapping[str, list[RiskLevel]],
    actions: Mapping[str, list[RiskAction]],
    signed: Mapping[str, Signed],
) -> Picture:
    root = assessment.root_id
    risk_levels = {RiskDomain(row.domain): row for row in levels.get(root, ())}
    sign, by = signed.get(root, (None, ""))
    return Picture(
        assessment,
        name,
        {
            domain: (Level(risk_levels[domain].level), risk_levels[domain].reason or "")
            for domain in RiskDomain
            if domain in risk_levels
        },
        max((row.recorded_at for row in risk_levels.values()), default=None),
        tuple(actions.get(root, ())),
        sign.signed_on if sign else None,
        by,
        (sign.note or "") if sign else "",
        frozenset(row.recorded_by for row in risk_levels.values()),
    )


def _below(model: Any, roots: list[str], *order: Any) -> dict[str, list[Any]]:
    """Live rows of these assessments, by assessment, in that order."""
    below: dict[str, list[Any]] = {}
    for row in db.session.scalars(
        select(model).where(model.assessment_id.in_(roots), live(model)).order_by(*order)
    ):
        below.setdefault(row.assessment_id, []).append(row)
    return below


def _signed(roots: list[str]) -> dict[str, Signed]:
    rows = db.session.execute(
        select(Countersignature, func.coalesce(Worker.name, Countersignature.recorded_by))
        .outerjoin(Worker, Worker.id == Countersignature.recorded_by)
        .where(Countersignature.assessment_id.in_(roots), live(Countersignature))
        .order_by(Countersignature.recorded_at, Countersignature.id)
    )
    return {row[0].assessment_id: (row[0], row[1]) for row in rows}
