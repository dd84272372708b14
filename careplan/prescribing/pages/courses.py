"""What the pages of this room say: words of states, the week as a strip, the last seven days, the dose chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from careplan.prescribing.codes import DEPOTS, DoseStatus, Drug, Mode
from careplan.prescribing.forms.words import DRUGS, FORMULATION_WORDS, INTENTS, PHASES
from careplan.prescribing.models import OrderFinding
from careplan.prescribing.queries.courses import History
from careplan.prescribing.queries.rows import Logged
from careplan.prescribing.rules.amounts import amount_words, how_often
from careplan.prescribing.rules.days import day_no, floor_ends_on
from careplan.prescribing.rules.facts import Order, day_words, dose_on
from careplan.prescribing.rules.findings import Context, Finding, Severity, in_context
from careplan.prescribing.rules.maintaining import dose_band
from careplan.prescribing.rules.missed import Run, missed_run
from careplan.prescribing.rules.missing import dose_after_missed
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.supervised import check_week
from careplan.prescribing.rules.week import WEEKDAYS, Week, handed_out_with, week_words

STATUS_WORDS = {
    DoseStatus.TAKEN: "Taken",
    DoseStatus.COLLECTED: "Collected to take home",
    DoseStatus.MISSED: "Missed",
    DoseStatus.REFUSED: "Refused",
    DoseStatus.WITHHELD: "Withheld by us",
    DoseStatus.VOMITED: "Vomited",
    DoseStatus.PART_TAKEN: "Part taken",
    DoseStatus.NOT_SUPPLIED: "Not supplied",
}
CHART_DAYS = 14


def status_words(one: Logged) -> str:
    """Taken under supervision, collected to take home, missed."""
    if one.status is DoseStatus.TAKEN and one.mode is Mode.SUPERVISED:
        return "Taken supervised"
    return STATUS_WORDS[one.status]


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of the weekly strip: its letter, its name, what happens."""

    letter: str
    name: str
    words: str
    kind: str


def strip(week: Week) -> list[StripDay]:
    """The week as seven cells, Monday first."""
    cells = []
    for place, name in enumerate(WEEKDAYS):
        if week.supervised[place] == "1":
            words, kind = "supervised", "supervised"
        elif week.collect[place] == "1":
            words, kind = "collects", "collects"
        else:
            words, kind = "no visit", "none"
        cells.append(StripDay(name[0], name, words, kind))
    return cells


@dataclass(frozen=True, slots=True)
class PastDay:
    """One day of the last seven, in words."""

    on: date
    words: str
    kind: str
    mg: Decimal | None


def past_days(covered: frozenset[date], logged: Sequence[Logged], days: Sequence[date]) -> list[PastDay]:
    """What became of the dose on each day; a day that an earlier visit provided for says so."""
    by_day = {one.on: one for one in reversed(logged)}
    found = []
    for day in days:
        one = by_day.get(day)
        if one is not None:
            kind = "covered" if day in covered else "missed"
            found.append(PastDay(day, status_words(one), kind, one.mg))
        elif day in covered:
            found.append(PastDay(day, "Provided with the visit before", "covered", None))
        else:
            found.append(PastDay(day, "Not logged", "unlogged", None))
    return found


def days_before(day: date, number: int) -> list[date]:
    """The days before a day, oldest first."""
    return [day - timedelta(days=back) for back in range(number, 0, -1)]


@dataclass(frozen=True, slots=True)
class CoursePage:
    """One course as its page shows it on a day."""

    history: History
    on: date
    standard: Standard

    @property
    def id(self) -> str:
        """The id that addresses carry."""
        return self.history.id

    @property
    def order(self) -> Order | None:
        """The order in force, or the one that will begin."""
        return self.history.order_on(self.on) or next(iter(self.history.facts.orders), None)

    @property
    def week(self) -> Week | None:
        """The week in force, or the one that will begin."""
        first = self.history.weeks[0][1] if self.history.weeks else None
        return self.history.week_on(self.on) or first

    @property
    def open(self) -> bool:
        """Whether the course runs."""
        return self.history.open_on(self.on)

    @property
    def depot(self) -> bool:
        """Whether a depot is current."""
        return self.order is not None and self.order.formulation in DEPOTS

    @property
    def title(self) -> str:
        """Methadone, day 6."""
        drug = DRUGS[Drug(self.history.course.drug)]
        number = day_no(self.history.course.first_dose_on, self.on)
        if not self.open:
            return f"{drug}, ended {day_words(self.history.course.ended_on or self.on)}"
        return f"{drug}, day {number}" if number > 0 else f"{drug}, not begun"

    @property
    def dose_words(self) -> str:
        """60 mg (60 ml of 1 mg/ml) a day, oral mixture, from 3 March 2026."""
        if self.order is None:
            return "No dose is ordered"
        form = self.order.formulation
        amount = f"{amount_words(self.order.daily_mg, form)} {how_often(form)}"
        return f"{amount}, from {day_words(self.order.effective_on)}"

    @property
    def run(self) -> Run:
        """Missed days in a row just before the day."""
        return missed_run(self.history.facts, self.on)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The course in a summary list."""
        course, order = self.history.course, self.order
        first = course.first_dose_on
        rows = [
            ("Formulation", FORMULATION_WORDS[order.formulation] if order else "Not ordered"),
            ("Phase", PHASES[order.phase] if order else "Not ordered"),
            ("First dose", f"{day_words(first)}; the first three months end on {day_words(self.floor)}"),
            ("For", dict(INTENTS).get(course.intent, "Not recorded")),  # type: ignore[call-overload]
        ]
        if not self.depot:
            words = week_words(self.week) if self.week else "Not set"
            rows.append(("Week", words[0].upper() + words[1:]))
        if self.history.reassessments:
            rows.append(("Last reassessed", day_words(self.history.reassessments[-1].reassessed_on)))
        if course.verified_dose_mg is not None and course.verified_last_dose_on is not None:
            confirmed = amount_words(course.verified_dose_mg, order.formulation) if order else ""
            rows.append(("Confirmed before", f"{confirmed} on {day_words(course.verified_last_dose_on)}"))
        return rows

    @property
    def floor(self) -> date:
        """The end of the supervised three months."""
        return floor_ends_on(self.history.course.first_dose_on, self.standard)

    @property
    def last_seven(self) -> list[PastDay]:
        """The seven days before today, and today once it is logged."""
        days = [one for one in days_before(self.on, 7) if one >= self.history.course.first_dose_on]
        if any(one.on == self.on for one in self.history.logged):
            days = [*days[-6:], self.on]
        return past_days(self.history.facts.covered, self.history.logged, days)

    @property
    def in_force(self) -> tuple[Finding, ...]:
        """What the rules say of the course as it stands today."""
        facts, order, week = self.history.facts, self.history.order_on(self.on), self.history.week_on(self.on)
        if not self.open or order is None:
            return ()
        found = list(dose_after_missed(facts, self.on, self.on, self.standard))
        found += dose_band(facts.drug, order.daily_mg, order.phase, self.standard)
        if week is not None:
            found += self._about(check_week(Context.ORDER, week, self.on, facts, self.standard))
        return in_context(Context.ORDER, found)

    def _about(self, found: Sequence[Finding]) -> list[Finding]:
        """S1 asks for nothing more once the week carries its reason."""
        begun = [row for row in self.history.regimens if row.effective_on <= self.on]
        reason = begun[-1].s1_reason if begun else None
        if not reason:
            return list(found)
        words = f". Reason given: {reason}"
        return [
            replace(one, severity=Severity.INFORM, message=one.message + words, needs=()) for one in found
        ]


@dataclass(frozen=True, slots=True)
class Chart:
    """Daily milligrams over two weeks with the limit that holds on the last day."""

    points: list[dict[str, object]]
    limit: Decimal | None
    limit_label: str
    summary: str


def _span(doses: list[Decimal], days: int) -> str:
    """What the bars show, in words: one dose or the range, over how many days."""
    low, high = min(doses), max(doses)
    size = f"{low:f} mg a day" if low == high else f"From {low:f} to {high:f} mg a day"
    return f"{size} over {days} days" if days > 1 else size


def chart(
    orders: tuple[Order, ...],
    drug: Drug,
    first: date,
    on: date,
    standard: Standard,
    proposed: Order | None = None,
) -> Chart:
    """Daily mg over the two weeks to `on`, then what begins later or is proposed; for methadone with M4's limit."""
    if proposed is not None:
        orders = (*(one for one in orders if one.effective_on < proposed.effective_on), proposed)
    coming = min((one.effective_on for one in orders if one.effective_on > on), default=on)
    new_on = proposed.effective_on if proposed else coming if coming > on else None
    days = [day for day in [*days_before(on, CHART_DAYS - 1), on] if day >= first]
    days += [coming] if coming > on else []
    points: list[dict[str, object]] = []
    for day in days:
        mg, most = dose_on(orders, day), _most(orders, drug, first, day, standard)
        kind = "missing" if mg is None else "over" if most and mg > most else "plain"
        kind = "now" if new_on and day >= new_on and kind == "plain" else kind
        points.append({"label": day_words(day), "short": f"{day.day}/{day.month}", "value": mg, "kind": kind})
    doses = [mg for day in days if (mg := dose_on(orders, day)) is not None]
    words = _span(doses, len(days)) if doses else "No dose ordered"
    last = days[-1] if days else on
    return Chart(
        points, _most(orders, drug, first, last, standard), f"Most on {day_words(last)} under rule M4", words
    )


def _most(
    orders: tuple[Order, ...], drug: Drug, first: date, day: date, standard: Standard
) -> Decimal | None:
    """M4: 30 mg above the dose of 7 days before, at the earliest of day 1."""
    base = dose_on(orders, max(first, day - timedelta(days=7)))
    return base + standard["methadone_rise_7d_max"].value if base and drug is Drug.METHADONE else None


def order_findings(found: Mapping[str, Sequence[OrderFinding]], order_id: str) -> list[str]:
    """What was said about an order, with the reason given, one line for each."""
    lines = []
    for one in found.get(order_id, ()):
        line = f"{one.rule}: {one.message}"
        if one.reason:
            line += f". Reason: {one.reason}"
        if one.second_prescriber:
            line += f". Second prescriber: {one.second_prescriber}"
        lines.append(line)
    return lines


def also_for(week: Week | None, day: date) -> str:
    """Which further days a visit provides for: "also for Sunday"."""
    days = handed_out_with(week, day) if week else ()
    return f"also for {', '.join(f'{one:%A}' for one in days)}" if days else ""
