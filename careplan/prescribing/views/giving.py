"""What the views of dose, correction and round share: the dose as it was said, and what is asked about it."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from careplan.prescribing import queries
from careplan.prescribing.actions import Given
from careplan.prescribing.codes import DoseStatus, Source
from careplan.prescribing.forms.doses import CorrectForm, DoseForm
from careplan.prescribing.queries import History
from careplan.prescribing.rules.entries import CAUSE, entry
from careplan.prescribing.rules.facts import Facts
from careplan.prescribing.rules.findings import Finding
from careplan.prescribing.rules.giving import GIVES, Doubt, EnteredDose, doubts, expected, holding, supply
from careplan.prescribing.rules.missing import dose_after_missed
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.rules.week import Week
from careplan.staff.doors import services

if TYPE_CHECKING:
    from careplan.clients.models import Episode
    from careplan.prescribing.models import DoseEvent


def given(
    history: History, form: DoseForm | CorrectForm, day: date, source: Source, note: str | None
) -> Given:
    """The dose as the form says it. An answer to what was asked says that it happened.

    What is said to be missed on a day that another visit handed out speaks of a visit, not of that take-home.
    """
    supervised = history.supervised_on(day) or (
        holding(history.facts, day) is not None and form.what.data in CAUSE
    )
    one, because = entry(form.what.data, supervised, source), form.answer(day)
    mg = form.mg.data
    if mg is None and one.status is not DoseStatus.PART_TAKEN:
        mg = expected(history.facts, day, standard(day)).mg
    happened = one.happened or bool(because)
    return Given(day, one.mode, one.status, mg, one.cause, source, note, happened, form.until.data, because)


def stopped(facts: Facts, day: date) -> Finding | None:
    """Why no dose may be given on the day, after missed days."""
    findings = dose_after_missed(facts, day, day, standard(day))
    return next((one for one in findings if one.blocks), None)


def doubts_of(
    episode: "Episode", history: History, facts: Facts, given: Given, stop: Finding | None = None
) -> tuple[Doubt, ...]:
    """What is looked at once more. `stop`: why nothing may be given, where the worker says that something was."""
    beside = queries.beside(services(), {episode.client_id}, given.on)
    others = [one for root, one in beside.get(episode.client_id, ()) if root != history.id]
    doubts = about(facts, history.week_on(given.on), given, others)
    if stop is None or given.status not in GIVES or given.source is Source.PHARMACY:
        return doubts
    return (Doubt(stop.rule, f"Nothing may be given. {stop.message}"), *doubts)


def new(doubts: Iterable[Doubt], history: History, facts: Facts, wrong: "DoseEvent") -> tuple[Doubt, ...]:
    """What a correction adds: days that an imported entry shared already, as packages write them, ask nothing."""
    was = next(one for one in history.logged if one.id == wrong.id)
    before = () if was.because else about(facts, history.week_on(was.on), was, ())
    same = {one.words for one in before if one.rule == "D5"}
    return tuple(one for one in doubts if one.words not in same)


def about(
    facts: Facts, week: Week | None, entered: EnteredDose, others: Iterable[Facts]
) -> tuple[Doubt, ...]:
    """What is asked about one dose, for the round as for the form."""
    uk = standard(entered.on)
    return doubts(facts, supply(facts, week, entered, uk), others, uk)
