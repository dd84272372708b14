"""A room that exists for a test alone: one register, declared in one file."""

import sys

from careplan.clients.registers import Field, Of, Register, needed
from careplan.clients.registers.views import room
from careplan.ground.clock import today
from careplan.ground.offers import Part, Tab
from careplan.ui.fields import Day, LongText, Radios, Whole, YesNo

WAYS = {"face_to_face": "Face to face", "phone": "By telephone", "visit": "Visit at home"}

CALLS = Register(
    room="calls",
    name="calls",
    noun="call",
    model_name="Call",
    of=Of.EPISODE,
    title="Calls",
    one="a call",
    day="happened_on",
    tells=("happened_on", "way", "note"),
    order=("-happened_on",),
    fields=(
        Field(
            "happened_on", "Day", needed(Day, "When was it?", "the day it was", latest=today), package="on"
        ),
        Field("way", "How", needed(Radios, "How?", "how it was", choices=WAYS)),
        Field("note", "Note", needed(LongText, "What was said?", "what was said", max=4000)),
        Field(
            "minutes", "Minutes", Whole("How long? (optional)", called="How long", most=600, unit="minutes")
        ),
        Field("risk_changed", "Risk changed", YesNo("Did the risk change? (optional)", called="Risk")),
    ),
)
TAB = Tab("calls", "Calls", CALLS.endpoint("listing"), 58)
ROOM = room(TAB, Part("calls", "Calls", 58), sys.modules[__name__], CALLS)
