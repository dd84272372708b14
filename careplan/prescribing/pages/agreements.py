"""An order that takes a second prescriber, shown whole with the facts it rests on (decision record 0045)."""

from dataclasses import dataclass

from careplan.ground.clock import london, london_day
from careplan.prescribing.codes import Agreed, Formulation
from careplan.prescribing.labels import FORMULATION_WORDS, PHASES
from careplan.prescribing.queries.agreements import NamedAgreement
from careplan.prescribing.rules.agreeing import shown
from careplan.prescribing.rules.amounts import amount_words, how_often
from careplan.prescribing.rules.check import check
from careplan.prescribing.rules.facts import day_words
from careplan.prescribing.rules.findings import Context, Finding
from careplan.prescribing.rules.proposal import Proposal
from careplan.ui.words import clock


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """What the second prescriber reads: the order, what the rules say of it today, and where it stands."""

    agreement: NamedAgreement
    proposal: Proposal
    order_ids: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules say of the order as the course stands today."""
        return check(Context.ORDER, self.proposal)

    @property
    def mark(self) -> str:
        """Changes when anything shown here does."""
        return shown(self.order_ids, self.proposal.on, self.findings)

    @property
    def words(self) -> str:
        """40 mg (40 ml of 1 mg/ml) a day, from 3 March 2026."""
        order = self.proposal.order
        amount = f"{amount_words(order.daily_mg, order.formulation)} {how_often(order.formulation)}"
        return f"{amount}, from {day_words(order.effective_on)}"

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The order in a summary list."""
        row, order = self.agreement.row, self.proposal.order
        at = london(row.recorded_at)
        rows = [
            ("Formulation", FORMULATION_WORDS[order.formulation]),
            ("Phase", PHASES[order.phase]),
            (
                "Ordered by",
                f"{self.agreement.ordered_by}, {day_words(at.date())} at {clock(row.recorded_at)}",
            ),
            ("Reason given", row.reason),
            ("Second prescriber", self.agreement.asked_of),
        ]
        if row.effective_on != order.effective_on:
            rows.insert(0, ("Written to begin", day_words(row.effective_on)))
        if row.outside_name:
            rows += [
                ("Registration number", row.outside_registration or ""),
                ("How they were reached", row.outside_reached or ""),
            ]
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
    dose = f"{amount_words(row.daily_mg, form)} {how_often(form)} from {day_words(row.effective_on)}"
    if one.waits:
        return f"To be agreed by {one.asked_of}: {dose}. Until then the dose above stays."
    if row.answer == Agreed.DECLINED:
        return f"{one.asked_of} did not agree to {dose}."
    return f"{one.asked_of}, from outside, agreed to {dose}."
