"""Naloxone that clients took home, and what was done about hepatitis and HIV."""

from collections.abc import Mapping
from typing import Any

from careplan.clients.registers import Field, Of, Register, needed
from careplan.ground.clock import today
from careplan.harm_reduction.labels import EVENTS, REASONS
from careplan.ui.fields import Day, Radios, Select, Text, YesNo


def _expires_later(values: Mapping[str, Any]) -> dict[str, str]:
    given, expires = values["happened_on"], values["expires_on"]
    late = given is not None and expires is not None and expires <= given
    return {"expires_on": "The day it expires must be after the day it was handed over"} if late else {}


def _day(question: str, called: str) -> Field:
    return Field("happened_on", "Day", needed(Day, question, called, latest=today), package="on")


PRODUCT = "For example: nasal spray 1.8 mg, 2 doses"
RESULT = "For example: negative"
NALOXONE = Register(
    room="harm_reduction",
    name="naloxone_supplies",
    noun="naloxone_supply",
    model_name="NaloxoneSupply",
    of=Of.CLIENT,
    title="Naloxone",
    one="a naloxone supply",
    about="Kits to take home. They belong to the client, not to one stay in treatment.",
    empty="No naloxone supply is recorded.",
    day="happened_on",
    tells=("happened_on", "product", "reason"),
    order=("-happened_on",),
    checks=(_expires_later,),
    fields=(
        _day("When was it handed over?", "the day it was handed over"),
        Field(
            "product",
            "Product",
            needed(Text, "What was supplied?", "what was supplied", max=200, hint=PRODUCT),
        ),
        Field("expires_on", "Expires", needed(Day, "When does it expire?", "the day it expires")),
        Field("trained", "Trained", YesNo("Was the client trained to use it? (optional)", called="Trained")),
        Field(
            "reason", "Why", needed(Radios, "Why was it supplied?", "why it was supplied", choices=REASONS)
        ),
    ),
)
EVENTS_OF_VIRUSES = Register(
    room="harm_reduction",
    name="bbv_events",
    noun="bbv_event",
    model_name="BbvEvent",
    of=Of.EPISODE,
    title="Hepatitis and HIV",
    one="a test or vaccination",
    empty="No offer, vaccination or test is recorded.",
    day="happened_on",
    tells=("happened_on", "kind", "result"),
    order=("-happened_on",),
    fields=(
        _day("When did it happen?", "the day it happened"),
        Field(
            "kind",
            "What",
            needed(Select, "What was offered or done?", "what was offered or done", choices=EVENTS),
        ),
        Field(
            "result", "Result", Text("Result of a test (optional)", called="The result", max=200, hint=RESULT)
        ),
    ),
)
REGISTERS = (NALOXONE, EVENTS_OF_VIRUSES)
NaloxoneSupply, BbvEvent = NALOXONE.model, EVENTS_OF_VIRUSES.model
