"""What the pages of this room say: words of states, the week as a strip, the last seven days, the dose chart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from careplan.ground.clock import london_day
from careplan.prescribing.codes import DEPOTS, Drug
from careplan.prescribing.labels import DRUGS, FORMULATION_WORDS, INTENTS, PHASES, TOLERANCES, how_often
from careplan.prescribing.labels.days import PastDay, days_before, off_words, past_days
from careplan.prescribing.models import OrderFinding, WeekFinding
from careplan.prescribing.pages.depots import due_rows
from careplan.prescribing.queries.courses import History
from careplan.prescribing.rules.amounts import amount_words
from careplan.prescribing.rules.days import day_no, floor_ends_on
from careplan.prescribing.rules.depot_orders import depot_late
from careplan.prescribing.rules.due import Due
from careplan.prescribing.rules.facts import Logged, Order, Tolerance, day_words, plain
from careplan.prescribing.rules.findings import Context, Finding, Severity, in_context
from careplan.prescribing.rules.giving import expected
from careplan.prescribing.rules.missed import Run, answered_elsewhere, missed_run, never_logged
from careplan.prescribing.rules.missing import dose_after_missed, run_words
from careplan.prescribing.rules.products import dose_band
from careplan.prescribing.rules.scattered import scattered_days
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.supervised import check_week
from careplan.prescribing.rules.week import Week, handed_out_with, week_words


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
        """The order in force with the amount that is due, or the one that will begin."""
        return self.due.order or next(iter(self.history.facts.orders), None)

    @property
    def due(self) -> Due:
        """What is due on the day, and why it is less than what was ordered."""
        return self.history.due_on(self.on, self.on, self.standard)

    @property
    def held_back(self) -> str:
        """Why less than what was ordered is due; empty where nothing is held back, or nobody is dosed."""
        return self.due.why if self.open and not self.away else ""

    @property
    def week(self) -> Week | None:
        """The week in force, or the one that will begin."""
        first = self.history.facts.weeks[0].week if self.history.facts.weeks else None
        return self.history.week_on(self.on) or first

    def mark(self, one: Logged) -> str:
        """30 mg was ordered: what marks a dose of another amount; else empty."""
        return off_words(one, expected(self.history.facts, one.on, self.standard).order)

    @property
    def plan(self) -> str:
        """How the client changes from the other drug to this one; empty without a plan."""
        return self.history.course.cross_titration_plan or ""

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
    def away(self) -> str:
        """In prison since 3 March 2026; empty when the client is in the care of the service."""
        gone = self.history.facts.away_on(self.on)
        return f"Away since {day_words(gone.from_on)}: {gone.where}" if gone else ""

    @property
    def run(self) -> str:
        """3 missed days in a row since 7 March 2026; empty without any, while away and on a depot.

        Where no dose is ever logged there are no missed days to count.
        """
        run = missed_run(self.history.facts, self.on)
        if not run.unknown or self.away or self.depot:
            return ""
        uncounted = never_logged(self.history.facts, self.on) and not run.away
        return "No dose of this course is logged" if uncounted else run_words(run)

    @property
    def back_words(self) -> str:
        """9 days without a known dose since 3 March 2026 (7 of them away: prison); empty without a time away."""
        run = missed_run(self.history.facts, self.on)
        return run_words(run) if run.away else ""

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The course in a summary list."""
        order = self.order
        first = f"{self.first_words}; supervision of the start ends on {day_words(self.floor)}"
        return [
            ("Formulation", FORMULATION_WORDS[order.formulation] if order else "Not ordered"),
            *due_rows(self.history.facts, self.on, self.standard, self.open),
            ("Phase", PHASES[order.phase] if order else "Not ordered"),
            ("First dose", first),
            *self._start_rows,
            *self._since,
        ]

    @property
    def confirmed(self) -> str:
        """The dose that was confirmed at the start, when it was taken last and who says so; empty without one."""
        course = self.history.course
        if course.verified_dose_mg is None or course.verified_last_dose_on is None:
            return ""
        mg, order = course.verified_dose_mg, self.order
        amount = amount_words(mg, order.formulation) if order else f"{plain(mg)} mg"
        who = [course.verified_by, course.verified_organisation, course.verified_telephone]
        when = f" on {day_words(course.verified_on)}" if course.verified_on else ""
        by = f"; confirmed{when} by {', '.join(filter(None, who))}" if any(who) else ""
        return f"{amount} on {day_words(course.verified_last_dose_on)}{by}"

    @property
    def _start_rows(self) -> Iterator[tuple[str, str]]:
        """What was said at the start, and why it was corrected."""
        course = self.history.course
        yield "For", INTENTS.get(course.intent or "", "Not recorded")
        if course.tolerance:
            yield "Tolerance at the start", _tolerance_words(course.tolerance, course.sedatives_or_alcohol)
        if self.confirmed:
            yield "Confirmed before", self.confirmed
        if self.plan:
            yield "Cross-titration plan", self.plan
        if course.correction_reason:
            by = self.history.names.get(course.recorded_by, course.recorded_by)
            on = day_words(london_day(course.recorded_at))
            yield "Corrected", f"{course.correction_reason} ({by}, {on})"

    @property
    def _since(self) -> Iterator[tuple[str, str]]:
        """The week, and when the client was last reassessed."""
        if not self.depot:
            words = week_words(self.week) if self.week else "Not set"
            yield "Week", words[0].upper() + words[1:]
        if run := self._elsewhere():
            yield "Reassessed elsewhere", f"{run_words(run)}: imported, and covered on the days since"
        if self.history.reassessments:
            last = self.history.reassessments[-1]
            text = ", intoxicated: no dose until seen again" if last.intoxicated else ""
            yield "Last reassessed", day_words(last.reassessed_on) + text

    def _elsewhere(self) -> Run | None:
        stop, days = self.standard["missed_reassess"].whole, self.standard["missed_look_back"].whole
        return answered_elsewhere(self.history.facts, self.on, stop, days)

    @property
    def first_words(self) -> str:
        """22 November 2026; where the week leaves that weekday out, that it is a visit all the same."""
        first = self.history.course.first_dose_on
        week = self.history.week_on(first)
        outside = (
            ""
            if self.depot or week is None or week.collects_on(first)
            else f", a visit outside the week ({first:%A})"
        )
        return day_words(first) + outside

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
        return past_days(self.history.facts, self.history.logged, days)

    @property
    def in_force(self) -> tuple[Finding, ...]:
        """What the rules say of the course as it stands today."""
        facts, order, week = self.history.facts, self.history.order_on(self.on), self.history.week_on(self.on)
        if not self.open or order is None:
            return ()
        if self.away:
            return ()
        findings = list(dose_after_missed(facts, self.on, self.on, self.standard))
        findings += depot_late(facts, self.on, self.standard)
        findings += dose_band(order, self.standard)
        findings += scattered_days(facts, self.on, self.standard)
        if week is not None:
            findings += self._about(check_week(Context.ORDER, week, self.on, facts, self.standard))
        return in_context(Context.ORDER, findings)

    def _about(self, findings: Sequence[Finding]) -> list[Finding]:
        """Rules on the week ask for nothing more once it carries its reason."""
        begun = [row for row in self.history.regimens if row.effective_on <= self.on]
        reason = begun[-1].s1_reason if begun else None
        if not reason:
            return list(findings)
        words = f". Reason given: {reason}"
        return [
            replace(one, severity=Severity.INFORM, message=one.message + words, needs=()) for one in findings
        ]


def _tolerance_words(tolerance: str, sedatives_or_alcohol: bool | None) -> str:
    """Assured; no sedatives or alcohol."""
    beside = {True: "; sedatives or alcohol", False: "; no sedatives or alcohol", None: ""}
    return f"{TOLERANCES[Tolerance(tolerance)]}{beside[sedatives_or_alcohol]}"


def order_findings(order_findings: Mapping[str, Sequence[OrderFinding]], order_id: str) -> list[str]:
    """What was said about an order, with the reason given, one line for each."""
    lines = []
    for one in order_findings.get(order_id, ()):
        line = f"{one.rule}: {one.message}"
        if one.reason:
            line += f". Reason: {one.reason}"
        if one.second_prescriber:
            line += f". Second prescriber: {one.second_prescriber}"
        lines.append(line)
    return lines


def finding_words(one: WeekFinding) -> str:
    """What was said about a week, with the colleague who agreed."""
    second = f". Second prescriber: {one.second_prescriber}" if one.second_prescriber else ""
    return f"{one.rule}: {one.message}{second}"


def also_for(week: Week | None, day: date) -> str:
    """Which further days a visit provides for: "also for Sunday"."""
    days = handed_out_with(week, day) if week else ()
    return f"also for {', '.join(f'{one:%A}' for one in days)}" if days else ""
