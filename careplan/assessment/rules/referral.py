"""What the referral told already, and what an assessment tells it: source and consent are asked once."""

from collections.abc import Mapping
from typing import Any

from careplan.assessment.rules.triggers import value_of
from careplan.checklists.codes import Kind
from careplan.checklists.rules.asked import Given
from careplan.checklists.rules.bank import Bank

CONSENT = "ndtms_privacy"
CONSENTS = {"agreed": True, "refused": False}
"""Answers of the question on national monitoring, and what they are on the episode."""


def told_at_referral(bank: Bank, kind: Kind, source: str, consent: bool | None) -> dict[str, Any]:
    """Answers of the checklist that the referral holds, by item."""
    words = {value: code for code, value in CONSENTS.items()}
    told = {"referral_source": source, CONSENT: None if consent is None else words[consent]}
    return {
        item: value
        for item, value in told.items()
        if item in bank.items
        and kind in bank.items[item].presence
        and value in bank.items[item].answer.options
    }


def consent_told(bank: Bank, given: Mapping[str, Given]) -> bool | None:
    """Whether the client agrees to national monitoring; None where it was not answered or not discussed yet."""
    return CONSENTS.get(str(value_of(bank, given, CONSENT)))
