"""The questions that a service placed in sections of its form, each with the client's latest answer."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import or_, select

from careplan.assessment.codes import Kind
from careplan.assessment.registers import Answered, Question
from careplan.assessment.rules.own import OwnAsked
from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.db import db

Placed = tuple[str, str, str]
"""A question: its id, its words, the title of its section."""


def own_questions(services: frozenset[str], service_id: str, kind: Kind, on: date) -> list[Placed]:
    """What the service asks on the day in sections of this form. One statement."""
    row = Question
    asked = select(row.root_id, row.words, row.section).where(
        row.service_id == service_id, row.service_id.in_(services), live(row)
    )
    asked = asked.where(row.checklist == kind, row.section.is_not(None), row.from_on <= on)
    asked = asked.where(or_(row.until_on.is_(None), row.until_on > on)).order_by(
        row.from_on, row.words, row.id
    )
    return [(id_, words, section) for id_, words, section in db.session.execute(asked)]


def own_asked(
    services: frozenset[str], episode: Episode, placed: Iterable[Placed], titles: Collection[str]
) -> list[OwnAsked]:
    """What is asked in the sections of these titles. One statement, none where nothing is asked."""
    questions = [OwnAsked(*one) for one in placed if one[2] in titles]
    if not questions:
        return []
    answers = select(Answered).where(
        Answered.episode_id == episode.root_id, Answered.service_id.in_(services), live(Answered)
    )
    answers = answers.where(Answered.question_id.in_([one.question_id for one in questions]))
    every = db.session.scalars(answers.order_by(Answered.answered_on, Answered.recorded_at, Answered.id))
    last = {one.question_id: one for one in every}
    return [OwnAsked(one.question_id, one.words, one.section, last.get(one.question_id)) for one in questions]


def own_told(services: frozenset[str], episode: Episode, kind: Kind, on: date) -> list[OwnAsked]:
    """The questions in sections of this form that were answered by the day, each with its latest answer of then.

    One statement. In the order in which they were asked first.
    """
    row, question = Answered, Question
    columns = (question.root_id, question.words, question.section, question.from_on)
    every = (
        select(row, *columns)
        .join(question, question.root_id == row.question_id)
        .where(row.episode_id == episode.root_id, row.service_id.in_(services), live(row), live(question))
        .where(question.checklist == kind, question.section.is_not(None), row.answered_on <= on)
        .order_by(question.from_on, question.words, row.answered_on, row.recorded_at, row.id)
    )
    last = {id_: OwnAsked(id_, words, title, one) for one, id_, words, title, _ in db.session.execute(every)}
    return list(last.values())
