"""What the downtime pack tells of allergies: what was told last in the records of these services."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Answer, Assessment
from careplan.assessment.queries import told_order
from careplan.clients.models import Client, Episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ground.offers import Downtime
from careplan.record.rules.banner import described


def _allergies(services: frozenset[str], episodes: Collection[str], _on: date) -> Mapping[str, list[str]]:
    """The latest answer of each client, in words; that it is not recorded, where nobody asked. One statement."""
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
    return {one: [latest.get(one, "Not recorded")] for one in episodes}


DOWNTIME = (Downtime("Allergies", 20, told=_allergies),)
