"""What stands at a service itself: policies, posts, clinical audits, incidents; live rows unless said otherwise."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import aliased

from careplan.clients.models import Client, Episode
from careplan.governance.codes import Kept
from careplan.governance.models import ClinicalAudit, Incident, Post, ServicePolicy
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.models import Membership, Worker
from careplan.ui.paging import page_count

TABLES: dict[Kept, Any] = {
    Kept.POLICIES: ServicePolicy,
    Kept.POSTS: Post,
    Kept.CLINICAL_AUDITS: ClinicalAudit,
    Kept.INCIDENTS: Incident,
}
ORDER: dict[Kept, tuple[Any, ...]] = {
    Kept.POLICIES: (ServicePolicy.policy, ServicePolicy.approved_on.desc()),
    Kept.POSTS: (Post.role, Post.status),
    Kept.CLINICAL_AUDITS: (ClinicalAudit.completed_on.desc(),),
    Kept.INCIDENTS: (Incident.happened_on.desc(),),
}


def rows(
    services: frozenset[str], kind: Kept, service_id: str, page: int, size: int
) -> tuple[Sequence[Any], int, int]:
    """One page of a kind at a service, its number (the last one's, where none is so high), and how many there are."""
    table = TABLES[kind]
    mine = and_(table.service_id == service_id, table.service_id.in_(services), live(table))
    total = db.session.scalar(select(func.count()).select_from(table).where(mine)) or 0
    pages = page_count(total, size)
    page = min(page, pages)
    statement = select(table).where(mine).order_by(*ORDER[kind], table.id)
    return db.session.scalars(statement.limit(size).offset((page - 1) * size)).all(), page, pages


def approvals(services: frozenset[str], service_id: str) -> Sequence[ServicePolicy]:
    """All live approvals of policies at a service, the latest first."""
    row = ServicePolicy
    statement = select(row).where(row.service_id == service_id, row.service_id.in_(services))
    ordered = statement.where(live(row)).order_by(row.approved_on.desc(), row.id)
    return db.session.scalars(ordered).all()


def replaced(services: frozenset[str], kind: Kept, service_id: str, size: int) -> list[tuple[Any, str]]:
    """Rows that were corrected or removed, the latest first, each with who recorded it."""
    table = TABLES[kind]
    statement = (
        select(table, func.coalesce(Worker.name, table.recorded_by))
        .outerjoin(Worker, Worker.id == table.recorded_by)
        .where(table.service_id == service_id, table.service_id.in_(services))
        .where(not_(live(table)))
        .order_by(func.coalesce(table.struck_at, table.superseded_at).desc(), table.id.desc())
        .limit(size)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def successors(services: frozenset[str], kind: Kept, ids: Collection[str]) -> dict[str, Any]:
    """The corrections of these rows, by the id that they correct."""
    table = TABLES[kind]
    statement = (
        select(table).where(table.corrects.in_(ids), table.service_id.in_(services)).order_by(table.id)
    )
    return {row.corrects: row for row in db.session.scalars(statement)}


def row(services: frozenset[str], kind: Kept, service_id: str, row_id: str) -> Any | None:
    """One row of a service, corrected ones too; none outside the services."""
    table = TABLES[kind]
    mine = and_(table.service_id == service_id, table.service_id.in_(services))
    return db.session.scalars(select(table).where(table.id == row_id, mine)).first()


def approved_on(services: frozenset[str], service_id: str, policy: str, day: date) -> ServicePolicy | None:
    """The live approval of a policy on that day."""
    row = ServicePolicy
    mine = and_(row.service_id == service_id, row.service_id.in_(services), live(row))
    found: ServicePolicy | None = db.session.scalars(
        select(row).where(mine, row.policy == policy, row.approved_on == day)
    ).first()
    return found


def staff(services: frozenset[str], on: date) -> dict[str, str]:
    """Workers with a role at one of the services on the day: names by id, in the order of names."""
    until = or_(Membership.until_on.is_(None), Membership.until_on > on)
    held = and_(Membership.from_on <= on, until, live(Membership))
    statement = (
        select(Worker.id, Worker.name)
        .join(Membership, Membership.worker_id == Worker.id)
        .where(Membership.service_id.in_(services), held)
        .distinct()
        .order_by(Worker.name, Worker.id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def clients(services: frozenset[str], ids: Collection[str]) -> dict[str, tuple[Client, str]]:
    """Clients of the services by any id of their chain: the live row, and the latest episode there."""
    asked, named = aliased(Client), aliased(Client)
    statement = (
        select(asked.id, Client, Episode.id)
        .join(Client, and_(Client.root_id == asked.root_id, live(Client)))
        .join(named, named.root_id == asked.root_id)
        .join(Episode, Episode.client_id == named.id)
        .where(asked.id.in_(ids), Episode.service_id.in_(services), live(Episode))
        .order_by(Episode.referred_on, Episode.id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(statement)}
