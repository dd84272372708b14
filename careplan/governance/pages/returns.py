"""Returns as their pages show them: what is asked, what is in force, what stands behind it; words of states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from careplan.governance import queries
from careplan.governance.forms import WHOLE, AnswerForm, EvidenceForm
from careplan.governance.labels import STANDINGS
from careplan.governance.queries import Answer, Exhibit, Unit
from careplan.governance.rules.proof import Given, Standing, in_force, standing
from careplan.governance.rules.questions import COUNTED, NEVER, Field, value_words, wording

EXPIRED = "Expired: counts no longer"
WITHDRAWN = "Withdrawn"
COUNTS = "Counts"
TYPED = "Total typed before the survey:"


def size(count: int) -> str:
    """A size in whole KB, at least one, or in MB with one place."""
    if count >= 1024 * 1024:
        tenths = count * 10 // (1024 * 1024)
        return f"{tenths // 10}.{tenths % 10} MB"
    return f"{max(1, count // 1024)} KB"


Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One question of a unit."""

    id: str
    words: str
    href: str
    answers: str
    since: date | None
    standing: Standing
    state: tuple[str, str]
    until: date | None


@dataclass(frozen=True, slots=True)
class Tally:
    """A unit with how its questions stand."""

    unit: Unit
    href: str
    questions: int
    missing: int
    claimed: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence in words."""

    id: str
    title: str
    covers: str
    what: str
    href: str
    by: str
    at: Any
    expires_on: date | None
    state: tuple[str, str]
    note: str
    standing: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers in force, its evidence and its history."""

    id: str
    title: str
    unit: Unit
    line: Line
    evidence: tuple[Shown, ...]
    history: tuple[tuple[Answer, str, str], ...]
    corrects: bool


def question_words(question: str) -> str:
    """The words of the review; empty for a question that is none."""
    return wording().titles.get(question, "")


def lines(unit: Unit, on: date) -> list[Line]:
    """Every question that the unit is asked. Two statements."""
    answers, exhibits = queries.answers([unit]), queries.exhibits([unit])
    return [line(unit, question, answers, exhibits, on) for question in unit.questions]


def line(unit: Unit, question: str, answers: Sequence[Answer], exhibits: Sequence[Exhibit], on: date) -> Line:
    """How the unit stands with one question."""
    fields = wording().questions[question]
    given = _in_force(question, [one for one in answers if one.unit_id == unit.id], on)
    mine = [one for one in exhibits if (one.unit_id, one.question) == (unit.id, question)]
    proofs = [one for one in mine if one.withdrawn_at is None]
    wanted = [field.key for field in fields if field.needed != NEVER]
    result = (
        Standing.COUNTED if question in COUNTED else standing(wanted, given, proofs, on, wording().near_days)
    )
    ends = [one.expires_on for one in proofs if one.expires_on is not None]
    return Line(
        id=question,
        words=question_words(question),
        href=url_for("governance.question", question=question, **unit.here),
        answers=_answers(question, fields, given),
        since=max((one.recorded_on for one in given.values()), default=None),
        standing=result,
        state=STANDINGS[result],
        until=max(ends) if ends and result in (Standing.LAPSED, Standing.NEAR) else None,
    )


def _in_force(question: str, answers: Sequence[Answer], on: date) -> dict[str, Given]:
    mine = (one for one in answers if one.question == question)
    return {key: one for (_, _, key), one in in_force(mine, on).items()}


def _answers(question: str, fields: Sequence[Field], given: Mapping[str, Given]) -> str:
    told = [_answer(field, given, len(fields)) for field in fields if field.key in given]
    return "\n".join([TYPED, *told] if told and question in COUNTED else told)


def _answer(field: Field, given: Mapping[str, Given], fields: int) -> str:
    value = value_words(field, given[field.key].value)
    return value if fields == 1 else f"{field.label.rstrip('?')}: {value}"


def tallies(units: Sequence[Unit], on: date) -> list[Tally]:
    """How many questions of each unit wait for an answer or for evidence. Two statements."""
    answers, exhibits = queries.answers(units), queries.exhibits(units)
    return [
        _tally(unit, [line(unit, one, answers, exhibits, on) for one in unit.questions]) for unit in units
    ]


def _tally(unit: Unit, lines: Sequence[Line]) -> Tally:
    states = [one.standing for one in lines]
    missing = sum(one in (Standing.MISSING, Standing.PART) for one in states)
    claimed = sum(one in (Standing.CLAIMED, Standing.LAPSED) for one in states)
    return Tally(unit, url_for("governance.returns", **unit.here), len(states), missing, claimed)


def question(unit: Unit, question: str, on: date) -> Question:
    """Everything about one question."""
    exhibits = queries.exhibits([unit], question)
    past = queries.history(unit, question)
    live = [one for one in past if not one.corrected]
    by_key = {field.key: field for field in wording().questions[question]}
    return Question(
        id=question,
        title=f"{question} {question_words(question)}",
        unit=unit,
        line=line(unit, question, live, exhibits, on),
        evidence=tuple(_shown(one, by_key, on) for one in exhibits),
        history=tuple((one, *_past(one, by_key)) for one in past),
        corrects=any(one.recorded_on == on for one in live),
    )


def _past(one: Answer, by_key: Mapping[str, Field]) -> tuple[str, str]:
    field = by_key.get(one.key)
    return (field.label.rstrip("?"), value_words(field, one.value)) if field else (one.key, one.value)


def _shown(one: Exhibit, by_key: Mapping[str, Field], on: date) -> Shown:
    field = by_key.get(one.key or "")
    counts = one.counts_on(on)
    state = (COUNTS, "green") if counts else (EXPIRED, "orange")
    note = ""
    if one.withdrawn_at is not None:
        state, note = (WITHDRAWN, "grey"), f"Withdrawn by {one.withdrawn_by}: {one.withdrawal_reason}"
    is_link = one.url is not None
    kept = f"{one.file_name}, {size(one.size or 0)}"
    return Shown(
        id=one.id,
        title=one.title,
        covers=field.label.rstrip("?") if field else "The whole question",
        what=str(one.url) if is_link else kept,
        href=safe_link(one.url) if is_link else url_for("governance.document", evidence_id=one.id),
        by=one.by,
        at=one.recorded_at,
        expires_on=one.expires_on,
        state=state,
        note=note,
        standing=one.withdrawn_at is None,
    )


def safe_link(url: str | None) -> str:
    """The address, if it is one that a page may lead to; else nothing."""
    return url if url is not None and url.startswith("https://") else ""


def values_on(unit: Unit, question: str, on: date) -> tuple[dict[str, str], dict[str, str]]:
    """The answers in force by key, and those among them that were given on the day."""
    given = _in_force(question, queries.answers([unit], question), on)
    now = {key: one.value for key, one in given.items()}
    return now, {key: one.value for key, one in given.items() if one.recorded_on == on}


def differences(form: AnswerForm, now: Values) -> list[tuple[str, str, str]]:
    """What is in force and what was typed, in words."""
    typed = form.values()
    return [
        (
            field.label,
            value_words(field, now[field.key]) if field.key in now else "",
            value_words(field, typed.get(field.key, "")),
        )
        for field in form.fields
    ]


def evidence_form(question: str) -> EvidenceForm:
    """The form for evidence; what it shows is asked only where a question has answers of different kinds."""
    form = EvidenceForm()
    fields = wording().questions[question]
    choices = {WHOLE: "The whole question"}
    if len(fields) > 1 and not any(field.answer.of for field in fields):
        choices |= {field.key: field.label.rstrip("?") for field in fields}
    form.covers.choices = choices
    if len(choices) == 1:
        del form.covers
    return form


def covers(form: EvidenceForm) -> str | None:
    """The key that the evidence is for; none for the whole question."""
    chosen = form.covers.data if "covers" in form else WHOLE
    return None if chosen == WHOLE else chosen
