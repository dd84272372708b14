"""Action plans in words: who owns a line, where it stands, the weekly course of its measure; and the mid-points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from careplan.audit.plans.forms import LineForm
from careplan.audit.plans.queries import Line, watched
from careplan.audit.plans.rules import IN_A_ROW, Bound, Planned, State, bindable
from careplan.audit.report.labels import NO_BAND
from careplan.audit.review.models import Midpoint
from careplan.audit.review.rules.bands import Band, half_up
from careplan.audit.review.rules.engine import Unit
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.clients.queries.people import keyworkers
from careplan.ui.frame import Difference
from careplan.ui.plots.series import Series, Value
from careplan.ui.tables import Table, columns
from careplan.ui.words import day, day_short, moment, plain_number

WHO = "Select who owns the action, or enter a name"
TWO = "Select a worker or enter a name, not both"


def owners(service_id: str, on: date) -> dict[str, str]:
    """Names of those who may own an action, by worker id."""
    return {id_: name for id_, name, _ in keyworkers([service_id], on)}


def owner_missing(owner: Any, owner_name: Any) -> bool:
    """Whether the owner is missing or named twice; the sentence stands at the field."""
    if not owner.data and not owner_name.data:
        owner.errors = [WHO]
    elif owner.data and owner_name.data:
        owner_name.errors = [TWO]
    return bool(owner.errors or owner_name.errors)


def choices(ruleset: Ruleset) -> dict[str, str]:
    """The measures that are judged against a mid-point."""
    return {rule.id: f"{rule.id} {rule.words}" for _, rule in ruleset.measures() if rule.rule == "midpoint"}


def differences(form: Any, history: Iterable[tuple[Midpoint, str]]) -> list[Difference]:
    """What is in force for the measure that was sent, beside what was typed."""
    now = next((one for one, _ in history if one.measure == form.measure.data), None)
    percent = "" if now is None or now.percent is None else plain_number(now.percent)
    typed = "" if form.percent.data is None else plain_number(form.percent.data)
    return [
        ("National mid-point in percent", percent, typed),
        ("Where is it published?", now.source if now is not None else "", form.source.data or ""),
    ]


def listed(history: Iterable[tuple[Midpoint, str]]) -> Table:
    """Every mid-point that was set, the one in force of each measure marked."""
    rows, met = [], set()
    for one, name in history:
        percent = "none" if one.percent is None else f"{plain_number(one.percent)}%"
        state = "" if one.measure in met else "in force"
        met.add(one.measure)
        rows.append([one.measure, percent, state, one.source, f"{name}, {moment(one.recorded_at)}"])
    labels = columns("Measure", "Mid-point", "State", "Source", "Set by")
    return Table("What was set, the last first", labels, rows, "No mid-point is set.", size="s")


SHORT = 12
UNITS = {"%": "%", "mg": "mg", "days": "days", "per_100_person_years": "per 100 person-years"}
COLOURS = {
    State.OPEN: "blue",
    State.HOLDING: "aqua-green",
    State.CLOSED: "green",
    State.REOPENED: "orange",
    State.WITHDRAWN: "grey",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as it is shown; `course` holds its weekly censuses, the last twelve or all."""

    line: Line
    name: str
    title: str
    state: str
    colour: str
    state_words: str
    target: str
    course: Series

    @property
    def live(self) -> bool:
        """Whether somebody still follows it."""
        return self.line.standing.state not in (State.CLOSED, State.WITHDRAWN)


def state_words(line: Line) -> str:
    """Where the line stands, in a sentence."""
    where, row = line.standing, line.row
    if where.state is State.WITHDRAWN:
        return f"Withdrawn on {day(row.withdrawn_at)}: {row.withdrawn_reason}"
    if where.closed_on is not None:
        return f"Closed itself on {day(where.closed_on)}: held at four weekly censuses in a row"
    back = f"Reopened on {day(where.reopened_on)}, when it fell. " if where.reopened_on else ""
    return f"{back}Held at {where.held} of {IN_A_ROW} weekly censuses in a row"


def course(line: Line, name: str, most: int | None) -> Series:
    """The weekly censuses as a chart."""
    target = Band(line.row.target).points
    values = []
    for reading in line.readings[-most:] if most else line.readings:
        value = None if reading.value is None else half_up(reading.value, 1)
        band = says(line, reading.band)
        text = "held" if reading.band is not None and reading.band.points >= target else "not held"
        values.append(Value(day(reading.on), value, short=day_short(reading.on)[:6], words=f"{band}, {text}"))
    unit = UNITS.get((line.bound.rule.unit if line.bound is not None else "") or "", "")
    head = ("Census", unit or "Value", "Band")
    title = f"Weekly course of {name}"
    return Series(f"course-{line.row.id}", title, summary(line), values, unit, head=head)


def says(line: Line, band: str | None) -> str:
    """A band of the line's measure in words; as it is where this version of the program has no such measure."""
    return line.bound.says(band) if line.bound is not None else band or NO_BAND


def shown_by(one: Planned) -> str:
    """The measure of a signed action, from which band to which; keys of an older program as they are."""
    bound = bindable().get(one.measure)
    if bound is None:
        return f"{one.measure}: from {one.start_band or NO_BAND} to {one.target}"
    return f"{bound.name}: from {bound.says(one.start_band)} to {bound.says(one.target)}"


def summary(line: Line) -> str:
    """The course in words: the first and the last census."""
    pairs = [(one.on, one.value) for one in line.readings if one.value is not None]
    if not pairs:
        return "No cases at any weekly census yet."
    (first_on, first), (last_on, last) = pairs[0], pairs[-1]
    if first_on == last_on:
        return f"{half_up(first, 1)} on {day(first_on)}."
    return f"{half_up(first, 1)} on {day(first_on)}, {half_up(last, 1)} on {day(last_on)}."


def shown(line: Line, most: int | None = SHORT) -> Shown:
    """A line with its course, the last twelve weeks or all."""
    bound, state = line.bound, line.standing.state
    name = bound.name if bound is not None else line.row.measure
    words = f"holding {line.standing.held} of {IN_A_ROW}" if state is State.HOLDING else state.value
    return Shown(
        line=line,
        name=name,
        title=bound.label if bound is not None else line.row.measure,
        state=words,
        colour=COLOURS[state],
        state_words=state_words(line),
        target=f"{says(line, line.row.target)}, from {says(line, line.row.start_band)}",
        course=course(line, name, most),
    )


def offer(form: LineForm, owners: Mapping[str, str]) -> None:
    """Set the choices of a form."""
    form.measure.choices = {key: bound.label for key, bound in bindable().items()}
    form.owner.choices = owners


def complete(form: LineForm) -> bool:
    """Whether the form may be saved; a target that the measure cannot reach is refused at the field."""
    valid = bool(form.validate_on_submit())
    valid = not owner_missing(form.owner, form.owner_name) and valid
    if valid and form.target.data:
        bound = bindable()[form.measure.data]
        if bound.aim is not None:
            form.target.errors = [f"This measure has no bands. Leave it empty: it aims at {bound.aim}%"]
        elif form.target.data not in bound.bands:
            most = bound.bands[-1]
            above = Band(form.target.data).points > most.points
            text = (
                f"The best band of this measure is {most}"
                if above
                else f"This measure has no band {form.target.data}"
            )
            form.target.errors = [text]
    return valid and not form.target.errors


def planned(form: LineForm, unit: Unit, on: date, owners: Mapping[str, str]) -> Planned:
    """The line that a complete form makes; it starts from the band of today."""
    bound = bindable()[form.measure.data]
    today = watched([(unit.id, bound.key)], on).at(unit.id, bound, on)
    one = bound_to(bound, form, on, today.band if today is not None else None, owners)
    return replace(one, target=form.target.data or one.target)


def bound_to(bound: Bound, fields: Any, on: date, start: Band | None, owners: Mapping[str, str]) -> Planned:
    """The action in these fields, from a day and a band on; its target is the next better band."""
    return Planned(
        question=bound.question,
        measure=bound.key,
        action=fields.action.data,
        owner=fields.owner_name.data or owners[fields.owner.data],
        owner_id=fields.owner.data,
        due_on=fields.due_on.data,
        start_on=on,
        start_band=start,
        target=bound.next_better(start),
    )
