"""Action plans in words: where each line stands, and the weekly course of its measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from careplan.audit.plans.forms.lines import LineForm
from careplan.audit.plans.pages.owners import owner_missing
from careplan.audit.plans.queries.lines import Line, watched
from careplan.audit.plans.rules.bound import bindable
from careplan.audit.plans.rules.holding import IN_A_ROW, State
from careplan.audit.plans.rules.planned import Planned
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.engine import Unit
from careplan.audit.review.rules.share import half_up
from careplan.ui.plots.series import Series, Value
from careplan.ui.words import day, day_short

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
    said: str
    target: str
    course: Series

    @property
    def live(self) -> bool:
        """Whether somebody still follows it."""
        return self.line.standing.state not in (State.CLOSED, State.WITHDRAWN)


def said(line: Line) -> str:
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
    return line.bound.says(band) if line.bound is not None else band or "no band"


def shown_by(one: Planned) -> str:
    """The measure of a signed action, from which band to which; keys of an older program as they are."""
    bound = bindable().get(one.measure)
    if bound is None:
        return f"{one.measure}: from {one.start_band or 'no band'} to {one.target}"
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
        said=said(line),
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
    start = today.band if today is not None else None
    return Planned(
        question=bound.question,
        measure=bound.key,
        action=form.action.data,
        owner=form.owner_name.data or owners[form.owner.data],
        owner_id=form.owner.data,
        due_on=form.due_on.data,
        start_on=on,
        start_band=start,
        target=form.target.data or bound.next_better(start),
    )
