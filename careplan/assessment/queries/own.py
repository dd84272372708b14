"""The questions that a service placed in sections of its form, each with the client's latest answer."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from careplan.assessment.codes import Kind
from careplan.assessment.registers import Answered, Question
from careplan.assessment.rules.own import OwnAsked
from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.db import db


def own_asked(
    services: frozenset[str], episode: Episode, kind: Kind, titles: Collection[str], on: date
) -> list[OwnAsked]:
    """What is asked on the day in the sections of these titles. Two statements, one where nothing is asked."""
    row = Question
    asked = select(row.root_id, row.words, row.section).where(
        row.service_id == episode.service_id, row.service_id.in_(services), live(row)
    )
    asked = asked.where(row.checklist == kind, row.section.in_(titles), row.from_on <= on)
    asked = asked.where(or_(row.until_on.is_(None), row.until_on > on)).order_by(
        row.from_on, row.words, row.id
    )
    questions = [OwnAsked(*one) for one in db.session.execute(asked)]
    if not questions:
        return []
    answers = select(Answered).where(
        Answered.episode_id == episode.root_id, Answered.service_id.in_(services), live(Answered)
    )
    answers = answers.where(Answered.question_id.in_([one.question_id for one in questions]))
    every = db.session.scalars(answers.order_by(Answered.answered_on, Answered.recorded_at, Answered.id))
    last = {one.question_id: one for one in every}
    return [OwnAsked(one.question_id, one.words, one.section, last.get(one.question_id)) for one in questions]
