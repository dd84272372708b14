"""A service's own questions beside its checklists, and what clients answer to them, declared (house.md B13)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Index, select

from careplan.assessment.codes import EDIT_FORMS
from careplan.assessment.labels import KINDS
from careplan.assessment.rules.editing import ends_after_it_began
from careplan.checklists.queries import in_force
from careplan.clients.registers import Field, Named, Of, Register, needed
from careplan.ground.clock import today
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ui.fields import Day, LongText, Radios, Select, Text
from careplan.ui.words import day


class Section(Select):
    """A section of the checklists, by the title that its pages have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = {title: title for title in in_force(today()).sections.values()}


def of_its_form(values: Mapping[str, Any]) -> dict[str, str]:
    """The sentence that refuses a section which the form does not have."""
    bank, kind, title = in_force(today()), values["checklist"], values["section"]
    if not title or kind not in KINDS or title in {bank.sections[one] for one in bank.sections_of(kind)}:
        return {}
    return {"section": f"{KINDS[kind]} has no section “{title}”. Select another"}


OWN_QUESTIONS = Register(
    room="assessment",
    name="own_questions",
    noun="own_question",
    model_name="OwnQuestion",
    of=Of.SERVICE,
    title="Questions of your own",
    one="a question of your own",
    about="Asked in the section that you choose, else beside the checklists. They change no score and no "
    "completeness. A question whose words change "
    "is a new one: end the old one, so that its answers keep their words.",
    empty="Your service has no question of its own.",
    order=("checklist", "from_on"),
    tells=("words",),
    once=("checklist", "words", "from_on"),
    once_words=("words", "This question is asked from that day already"),
    checks=(ends_after_it_began, of_its_form),
    fields=(
        Field("words", "Question", needed(Text, "Question", "the question", max=200)),
        Field("checklist", "With", needed(Radios, "With which form?", "the form", choices=KINDS)),
        Field(
            "section",
            "Section",
            Section("In which section? (optional)", called="The section", blank="In none: beside the form"),
            missing="Beside the form",
        ),
        Field(
            "from_on", "From", needed(Day, "From which day is it asked?", "the day from which it is asked")
        ),
        Field(
            "until_on",
            "Until",
            Day(
                "From which day is it asked no longer? (optional)",
                called="The day from which it is not asked",
            ),
        ),
    ),
    reads=EDIT_FORMS,
    writes=EDIT_FORMS,
    above=("assessment.forms", "Checklists"),
)
Question = OWN_QUESTIONS.model


class OneQuestion(Named):
    """One of the service's own questions; one that is not asked on the day says so, for the answers it has."""

    table, gone = "own_questions", "A question that was struck out"

    @classmethod
    def names(cls, service_id: str, on: date) -> dict[str, str]:
        """The words of the questions by the first id of their chains."""
        rows = select(Question).where(Question.service_id == service_id, live(Question))
        every = db.session.scalars(rows.order_by(Question.checklist, Question.words, Question.id))
        return {one.root_id: f"{KINDS[one.checklist]}: {one.words}{_when(one, on)}" for one in every}

    @classmethod
    def text(cls, column: Any) -> Any:
        """The words of the question as they are now."""
        return select(Question.words).where(Question.root_id == column, live(Question)).scalar_subquery()


def _when(one: Any, on: date) -> str:
    if one.from_on > on:
        return f" (from {day(one.from_on)})"
    return f" (until {day(one.until_on)})" if one.until_on and one.until_on <= on else ""


OWN_ANSWERS = Register(
    room="assessment",
    name="own_answers",
    noun="own_answer",
    model_name="OwnAnswer",
    of=Of.EPISODE,
    title="Questions of the service",
    one="an answer to a question of the service",
    about="What your service asks beside the checklists. It counts in no score.",
    empty="Nothing was answered.",
    order=("-answered_on",),
    tells=("question_id", "words"),
    day="answered_on",
    more=(Index("ix_own_answers_question_id", "question_id"),),
    fields=(
        Field("question_id", "Question", needed(OneQuestion, "Which question?", "the question")),
        Field("words", "Answer", needed(LongText, "What is the answer?", "the answer", max=2000)),
        Field(
            "answered_on",
            "Day",
            needed(Day, "When was it answered?", "the day it was answered", latest=today),
            package="on",
        ),
    ),
)
Answered = OWN_ANSWERS.model
