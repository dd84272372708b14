"""What completing an assessment changes elsewhere, and what of it the audit will miss: told before it is pressed."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from careplan.assessment.codes import Kind
from careplan.assessment.queries import Sheet
from careplan.assessment.rules.referral import consent_told
from careplan.assessment.rules.triage import wish
from careplan.assessment.rules.triggers import codes
from careplan.checklists.rules.asked import Sitting, completeness
from careplan.ui.words import counted, day

if TYPE_CHECKING:
    from careplan.clients.models import Episode


def changes(episode: "Episode", sheet: Sheet, on: date) -> list[str]:
    """What becomes of the episode's clocks and tasks when the assessment is completed on the day, in sentences."""
    every = [*_triaged(episode, sheet, on)] if sheet.kind is Kind.TRIAGE else []
    agrees = consent_told(sheet.bank, sheet.given)
    if agrees is not None and agrees != episode.ndtms_consent:
        every.append(f"National monitoring: the client {'agrees' if agrees else 'does not agree'}.")
    if sheet.assessment.incomplete_reason:
        every.append("The task to finish it is closed.")
    return every


def _triaged(episode: "Episode", sheet: Sheet, on: date) -> Iterator[str]:
    bank, given = sheet.bank, sheet.given
    if episode.triaged_on is None and on >= episode.referred_on:
        waited = counted((on - episode.referred_on).days, "day")
        yield f"The wait for triage ends on {day(on)}, {waited} after the referral."
    for item in ("priority_group", "urgency"):
        if told := [bank.labels[code] for code in codes(bank, given, item)]:
            yield f"On the overview, {bank.items[item].question} {', '.join(told)}."
    if next_on := wish(bank, given).on:
        yield f"The next appointment wished for is {day(next_on)}."


def gaps(sheet: Sheet, sitting: Sitting) -> list[str]:
    """Questions that the service's form leaves out although the audit expects them of this client."""
    bank = sheet.bank
    return [
        bank.items[code].question
        for code, was_asked in completeness(sitting).items()
        if not was_asked and code in sheet.hidden
    ]
