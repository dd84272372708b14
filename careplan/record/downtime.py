"""What the downtime pack tells of allergies: what was told last in the records of these services."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries import told_order
from careplan.clients.models import Client, Episode, Packet
from careplan.clients.queries.packets import stands
from careplan.clients.rules.packets import read
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.offers import Downtime
from careplan.record.rules.banner import described


def _allergies(services: frozenset[str], episodes: Collection[str], _on: date) -> Mapping[str, list[str]]:
    """The latest answer of each client, in words; where nobody asked here, what came in a packet. Two statements."""
    named, any_of, other, source = aliased(Client), aliased(Client), aliased(Episode), aliased(Assessment)
    rows = (
        select(Episode.id, Answer.value)
        .join(named, named.id == Episode.client_id)
        .join(any_of, any_of.root_id == named.root_id)
        .join(other, other.client_id == any_of.id)
        .join(Assessment, Assessment.episode_id == other.root_id)
        .join(Answer, Answer.assessment_id == Assessment.root_id)
        .outerjoin(source, source.id == Answer.carried_from)
        .where(Episode.id.in_(episodes), other.service_id.in_(services), live(other), live(Assessment))
        .where(Answer.item == "allergies", Answer.status == "answered", live(Answer))
        .order_by(Episode.id, *told_order(source))
    )
    latest = {row[0]: described(row[1]).words for row in db.session.execute(rows)}
    latest = _brought(services, [one for one in episodes if one not in latest]) | latest
    return {one: [latest.get(one, "Not recorded")] for one in episodes}


def _brought(services: frozenset[str], episodes: Collection[str]) -> dict[str, str]:
    """What the newest packet of each episode says, with its sender."""
    rows = (
        select(Episode.id, Packet.sent_by, Packet.content)
        .join(Packet, Packet.episode_id == Episode.root_id)
        .where(Episode.id.in_(episodes), Packet.service_id.in_(services), stands(Packet))
        .order_by(Packet.sent_on, Packet.id)
    )
    told = [(id_, by, read(text).told_of_allergies()) for id_, by, text in db.session.execute(rows)]
    return {id_: f"{described(one[0]).words} (from {by}, not confirmed here)" for id_, by, one in told if one}


DOWNTIME = (Downtime("Allergies", 20, told=_allergies),)
