"""An order that takes a second prescriber, shown whole with the facts it rests on (decision record 0045)."""

from collections.abc import Sequence
from dataclasses import dataclass

from careplan.ground.clock import london, london_day
from careplan.prescribing.codes import Agreed, Ends, Formulation
from careplan.prescribing.labels import FORMULATION_WORDS, PHASES, how_often
from careplan.prescribing.queries.agreements import NamedAgreement
from careplan.prescribing.queries.prescriptions import Script
from careplan.prescribing.rules.agreeing import shown
from careplan.prescribing.rules.amounts import amount_words
from careplan.prescribing.rules.facts import Order, day_words
from careplan.prescribing.rules.findings import Finding
from careplan.ui.words import clock


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """What the second prescriber reads: the order, what the rules say of it today, and where it stands."""

    agreement: NamedAgreement
    order: Order
    findings: tuple[Finding, ...]
    order_ids: tuple[str, ...]
    scripts: Sequence[Script] = ()

    @property
    def ends(self) -> bool:
        """Whether it is the end of the course; the order is then the one that stops, from its day on."""
        return self.agreement.row.ends is not None

    @property
    def mark(self) -> str:
        """Changes when anything shown here does."""
        ids = (*self.order_ids, *(one.row.id for one in self.scripts))
        return shown(ids, self.order.effective_on, self.findings)

    @property
    def words(self) -> str:
        """40 mg (40 ml of 1 mg/ml) a day, from 3 March 2026; or that the course ends from that dose."""
        order = self.order
        amount = f"{amount_words(order.daily_mg, order.formulation)} {how_often(order.formulation)}"
        if self.ends:
            return (
                f"The course ends from {amount}. {day_words(order.effective_on)} is the first day without it"
            )
        return f"{amount}, from {day_words(order.effective_on)}"

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The order in a summary list."""
        row, order = self.agreement.row, self.order
        at = london(row.recorded_at)
        rows = [
            ("Formulation", FORMULATION_WORDS[order.formulation]),
            ("Phase", PHASES[order.phase]),
            (
                "Asked by" if self.ends else "Ordered by",
                f"{self.agreement.ordered_by}, {day_words(at.date())} at {clock(row.recorded_at)}",
            ),
            ("Reason given", row.reason),
            ("Second prescriber", self.agreement.asked_of),
        ]
        if row.effective_on != order.effective_on:
            rows.insert(0, (f"Written to {'end' if self.ends else 'begin'}", day_words(row.effective_on)))
        if row.outside_name:
            rows += [
                ("Registration number", row.outside_registration or ""),
                ("How they were reached", row.outside_reached or ""),
            ]
        if row.ends == Ends.PRESCRIPTIONS:
            names = ", ".join(one.name for one in self.scripts)
            rows.append(("Prescriptions that still stand", f"{names or 'All'}: cancelled with the course"))
        if row.replaces_because:
            rows.append(("Replaces another order", row.replaces_because))
        return rows

    @property
    def state(self) -> str:
        """Agreed by Dr Ada Okoro on 3 March 2026; empty while it waits."""
        row = self.agreement.row
        if row.answer is None or row.answered_at is None:
            return ""
        on = day_words(london_day(row.answered_at))
        why = f": {row.answer_words}" if row.answer_words else ""
        texts = {
            Agreed.AGREED: f"{self.agreement.asked_of} agreed on {on}",
            Agreed.DECLINED: f"{self.agreement.asked_of} did not agree on {on}",
            Agreed.WITHDRAWN: f"Withdrawn on {on}",
        }
        return texts[Agreed(row.answer)] + why


def agreement_words(one: NamedAgreement) -> str:
    """To be agreed by Dr Ada Okoro: 40 mg (40 ml of 1 mg/ml) a day from 3 March 2026."""
    row, form = one.row, Formulation(one.row.formulation)
    if row.ends:
        return _end_words(one)
    dose = f"{amount_words(row.daily_mg, form)} {how_often(form)} from {day_words(row.effective_on)}"
    if one.waits:
        return f"To be agreed by {one.asked_of}: {dose}. Until then the dose above stays."
    if row.answer == Agreed.DECLINED:
        return f"{one.asked_of} did not agree to {dose}."
    return f"{one.asked_of}, from outside, agreed to {dose}."


def _end_words(one: NamedAgreement) -> str:
    end = f"the course ends, {day_words(one.row.effective_on)} being the first day without it"
    if one.waits:
        return f"To be agreed by {one.asked_of}: {end}. Until then it goes on, and the dose above stays."
    if one.row.answer == Agreed.DECLINED:
        return f"{one.asked_of} did not agree that {end}."
    return f"{one.asked_of}, from outside, agreed that {end}."
