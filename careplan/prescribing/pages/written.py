"""What a prescription says: its total in figures and words, each instalment, and until when it is good."""

from datetime import date
from decimal import Decimal

from careplan.ground.clock import london_day
from careplan.prescribing.codes import Formulation
from careplan.prescribing.labels import FORMULATION_WORDS, SCRIPT_FORMS, SCRIPT_STATUSES
from careplan.prescribing.models import Prescription
from careplan.prescribing.queries.courses import History
from careplan.prescribing.queries.prescriptions import Script
from careplan.prescribing.rules.amounts import amount_words
from careplan.prescribing.rules.prescriptions import Covered, daily_doses
from careplan.prescribing.rules.written import Instalment, first_supply_until, instalments, totals
from careplan.ui.tables import Column, Table
from careplan.ui.words import day, day_long, mg


def rows(script: Script, history: History) -> list[tuple[str, str]]:
    """The prescription in a summary list."""
    row = script.row
    until = first_supply_until(row.signed_on, row.starts_on, history.standard(row.starts_on))
    return [
        ("Days", f"{day_long(row.starts_on)} to {day_long(row.ends_on)}"),
        ("Formulation", FORMULATION_WORDS[row.formulation]),
        ("Total", total_words(row, history)),
        ("Form", SCRIPT_FORMS[row.form]),
        ("Serial", row.serial or "Not recorded"),
        ("Signed", f"{day(row.signed_on)} by {script.prescriber}"),
        ("First supply", f"By {day_long(until)}, that day included"),
        ("Status", SCRIPT_STATUSES[script.status]),
        *([("Replaces", "A lost prescription, for the days that were left of it")] if row.replaces else []),
    ]


def lost_words(lost: Script) -> str:
    """Yes, of 12345678: 9 March 2026 to 17 March 2026 are left."""
    first, last = lost.left or (lost.row.starts_on, lost.row.ends_on)
    return f"Yes, prescription {lost.name}: {day(first)} to {day(last)} are left"


def doses(row: Prescription, history: History) -> dict[date, Decimal]:
    """The doses of its days as they were due when it was recorded; empty where they are not its total any more."""
    written_on = london_day(row.recorded_at)
    uk = history.standard(written_on)
    daily = daily_doses(history.facts, Covered(row.starts_on, row.ends_on), written_on, uk)
    return daily if daily and sum(daily.values(), Decimal(0)) == row.total_mg else {}


def total_words(row: Prescription, history: History) -> str:
    """595 mg: 595 ml (five hundred and ninety-five)."""
    daily = doses(row, history)
    lines = totals(daily.values(), Formulation(row.formulation), row.starts_on) if daily else None
    if lines is None:
        return f"{mg(row.total_mg)}; its days are ordered otherwise now"
    return f"{mg(row.total_mg)}: {' and '.join(one.words for one in lines)}"


def supplies(row: Prescription, history: History) -> Table:
    """Each instalment: its day, the days that it covers, how much, and whether the visit is supervised."""
    formulation = Formulation(row.formulation)
    columns = (
        Column("Collected on", lambda one: day_long(one.on)),
        Column("For", _days),
        Column("Amount", lambda one: amount_words(one.mg, formulation)),
        Column("Supervised", lambda one: "Yes" if history.supervised_on(one.on) else "No"),
    )
    return Table("Instalments", columns, instalments(history.facts, doses(row, history)))


def _days(one: Instalment) -> str:
    """1 day; 3 days, to Sunday 6 December 2026."""
    return "1 day" if len(one.days) == 1 else f"{len(one.days)} days, to {day_long(one.days[-1])}"
