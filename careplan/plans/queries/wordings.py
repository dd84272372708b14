"""What services wrote themselves: wordings of goals, and the treatment that they have."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from careplan.clients.codes import InterventionKind
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.plans.codes import Offered
from careplan.plans.registers import GOAL_WORDINGS, OFFERS
from careplan.plans.rules.options import TREATMENT_OPTIONS, Option, on_offer


def own_wordings(services: frozenset[str], service_id: str) -> Sequence[Any]:
    """The rows of the service, by part of life; none where it is not one of those. One statement."""
    return _own(services, service_id, GOAL_WORDINGS.model, "domain")


def own_offers(services: frozenset[str], service_id: str) -> Sequence[Any]:
    """The treatment that the service describes, by its code; none where it is not one of those. One statement."""
    return _own(services, service_id, OFFERS.model, "option")


def _own(services: frozenset[str], service_id: str, row: Any, by: str) -> Sequence[Any]:
    mine = (row.service_id.in_(services), row.service_id == service_id, live(row))
    return db.session.scalars(select(row).where(*mine).order_by(getattr(row, by), row.id)).all()


def options(services: frozenset[str], service_id: str, on: date) -> list[Option]:
    """The treatment options of the service on the day. One statement."""
    own = [
        Option(InterventionKind(one.option), one.words, Offered(one.offered))
        for one in own_offers(services, service_id)
    ]
    return on_offer(TREATMENT_OPTIONS.on(on).options, own)
