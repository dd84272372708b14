"""Open assessments by the reference that their blank forms carry."""

from collections.abc import Iterator, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from careplan.assessment.labels import KINDS
from careplan.assessment.models import Assessment
from careplan.assessment.rules.references import is_reference
from careplan.clients.codes import WRITE_ASSESSMENT
from careplan.clients.models import Client, Episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.ui.words import day

MOST = 20
"""So many are listed; ids of our own never end alike so often."""


def papers(worker: Actor, reference: str) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Which assessment of whom, and its page, at services where the worker writes assessments. One statement at most.

    Nothing for what cannot be a reference, and for a finished assessment.
    """
    text = reference.strip()
    if not is_reference(text):
        return
    row, named = Assessment, aliased(Client)
    rows = db.session.execute(
        select(row, Episode, Client)
        .join(Episode, Episode.root_id == row.episode_id)
        .join(named, named.id == Episode.client_id)
        .join(Client, Client.root_id == named.root_id)
        .where(
            row.service_id.in_(worker.services(WRITE_ASSESSMENT)),
            row.completed_on.is_(None),
            live(row),
            live(Episode),
            live(Client),
            func.lower(row.root_id).endswith(text.lower(), autoescape=True),
        )
        .order_by(row.started_on.desc(), row.id)
        .limit(MOST)
    )
    for one, episode, client in rows:
        words = f"{KINDS[one.kind]} of {client.initials}, started {day(one.started_on)}"
        yield words, "assessment.show", {"episode_id": episode.id, "assessment_id": one.id}
