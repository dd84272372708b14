"""What several registers of this room ask alike."""

from typing import Any

from careplan.clients.registers import Field, Of, Register, needed
from careplan.ground.clock import today
from careplan.people import labels, rules
from careplan.ui.fields import Day, Select


def since(question: str = "Since when? (optional)") -> Field:
    return Field("since", "Since", Day(question, called="The day since", latest=today), listed=False)


def until(question: str = "Until when, if it has ended? (optional)") -> Field:
    return Field("until", "Until", Day(question, called="The day it ended", latest=today))


TOLD_BY = Field(
    "told_by",
    "Told by",
    needed(Select, "Who said so?", "who said so", choices=labels.TOLD_BY),
    listed=False,
)
ENDED = rules.later("since", "until", "The day it ended must not be before the day since")


def register(name: str, noun: str, model_name: str, **more: Any) -> Register:
    more.setdefault("of", Of.CLIENT)
    return Register(room="people", name=name, noun=noun, model_name=model_name, **more)


def kind(question: str, called: str, choices: Any, heading: str = "Kind") -> Field:
    return Field("kind", heading, needed(Select, question, called, choices=choices))
