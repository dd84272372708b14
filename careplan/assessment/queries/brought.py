"""Answers that came to a service in the packets of transfers."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, select

from careplan.assessment.codes import Status
from careplan.assessment.rules.carrying import Earlier
from careplan.checklists.queries import in_force
from careplan.checklists.rules.values import check_value
from careplan.clients.models import Packet
from careplan.clients.rules.packets import read
from careplan.ground.clock import today
from careplan.ground.corrections import live
from careplan.ground.db import db


def brought(stays: ColumnElement[bool], service_id: str) -> Iterator[Earlier]:
    """The answers of accepted packets of these stays, each with its day and who was told, in the order they came.

    A packet may come from elsewhere: an answer that today's checklist does not take is left where it is.
    """
    rows = select(Packet.content).where(stays, Packet.service_id == service_id, live(Packet))
    items: dict[str, Any] = in_force(today()).items
    for text in db.session.scalars(rows.order_by(Packet.sent_on, Packet.id)):
        for answer in read(text).answers:
            item = items.get(answer.item)
            if item is not None and check_value(item, answer.value) is None:
                yield Earlier(
                    answer.item, Status.ANSWERED, answer.value, answer.need, None, answer.on, answer.by
                )
