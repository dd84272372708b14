"""What several registers of this room ask alike."""

from typing import Any

from careplan.clients.registers import Field, Of, Register, needed
from careplan.ground.clock import today
from careplan.people import labels, rules
from careplan.ui.fields import Day, Select


def since(question: str = "Since when? (optional)") -> Field:
    """From which day it holds."""
    return Field("since", "Since", Day(question, called="The day since", latest=today))


def until(question: str = "Until when, if it has ended? (optional)") -> Field:
    """The day it ended; a row without one holds."""
    return Field("until", "Until", Day(question, called="The day it ended", latest=today), missing="Still so")


def told_by() -> Field:
    """Who said so: mostly the client."""
    question = needed(Select, "Who said so?", "who said so", choices=labels.TOLD_BY, default="client")
    return Field("told_by", "Told by", question)


ENDED = rules.later("since", "until", "The day it ended must not be before the day since")


def register(name: str, noun: str, model_name: str, **more: Any) -> Register:
    """A register of this room, of a client unless said otherwise."""
    more.setdefault("of", Of.CLIENT)
    return Register(room="people", name=name, noun=noun, model_name=model_name, **more)


def kind(question: str, called: str, choices: Any, heading: str = "Kind") -> Field:
    """Which of several kinds a row is."""
    return Field("kind", heading, needed(Select, question, called, choices=choices))
