"""Results that a dose depends on: electrocardiograms (M8, M9) and tests of the liver (B8)."""

from collections.abc import Mapping
from typing import Any

from careplan.clients.registers import Field, Of, Register, Staff, needed
from careplan.ground.clock import today
from careplan.prescribing.codes import RECORD_DOSE
from careplan.ui.fields import Day, Decimal2, LongText, Whole, YesNo


def _read(result: str, called: str) -> Any:
    """Who read a result, on which day, and the result stand there together, or none of them does."""

    def check(values: Mapping[str, Any]) -> dict[str, str]:
        parts = {
            result: (values[result], f"Enter {called}, or leave who read it and when empty"),
            "read_by": (values["read_by"], f"Select who read it, or leave {called} empty"),
            "read_on": (values["read_on"], f"Enter the day it was read, or leave {called} empty"),
        }
        if any(value is not None for value, _ in parts.values()):
            return {name: words for name, (value, words) in parts.items() if value is None} or _late(values)
        return {}

    return check


def _late(values: Mapping[str, Any]) -> dict[str, str]:
    taken, read = values["taken_on"], values["read_on"]
    early = taken and read and read < taken
    return {"read_on": "It cannot be read before the day it was taken"} if early else {}


def _words() -> Field:
    """What else it shows."""
    question = LongText("What else does it show? (optional)", called="What it shows", max=1000, rows=2)
    return Field("words", "What it shows", question, listed=False)


def _reader() -> tuple[Field, Field]:
    """Who read it and when: empty until somebody has, and until then on Today."""
    return (
        Field(
            "read_by",
            "Read by",
            Staff("Who read it? (leave empty until somebody has)", called="Who read it", blank="Nobody yet"),
            missing="Nobody yet",
        ),
        Field(
            "read_on",
            "Read on",
            Day("When was it read? (leave empty until then)", called="The day it was read", latest=today),
            missing="Not yet",
        ),
    )


ECGS = Register(
    room="prescribing",
    name="ecgs",
    noun="ecg",
    model_name="Ecg",
    of=Of.EPISODE,
    title="Electrocardiograms",
    one="an electrocardiogram",
    about="QTc decides about high doses of methadone. What nobody has read yet stands on Today until somebody has.",
    empty="No electrocardiogram is recorded.",
    day="taken_on",
    tells=("taken_on", "qtc"),
    order=("-taken_on",),
    checks=(_read("qtc", "the QTc"),),
    writes=RECORD_DOSE,
    seldom=True,
    fields=(
        Field("taken_on", "Taken", needed(Day, "When was it taken?", "the day it was taken", latest=today)),
        Field(
            "qtc",
            "QTc",
            Whole(
                "QTc (leave empty until somebody has read it)",
                called="The QTc",
                unit="ms",
                least=200,
                most=800,
                width=4,
            ),
            missing="Not read yet",
        ),
        *_reader(),
        _words(),
    ),
)
LIVER_TESTS = Register(
    room="prescribing",
    name="liver_tests",
    noun="liver_test",
    model_name="LiverTest",
    of=Of.EPISODE,
    title="Liver tests",
    one="a liver test",
    about="Asked for at the start of buprenorphine. What nobody has read yet stands on Today until somebody has.",
    empty="No liver test is recorded.",
    day="taken_on",
    tells=("taken_on", "times"),
    order=("-taken_on",),
    checks=(_read("times", "how high it is"),),
    writes=RECORD_DOSE,
    seldom=True,
    fields=(
        Field("taken_on", "Taken", needed(Day, "When was it taken?", "the day it was taken", latest=today)),
        Field(
            "times",
            "Highest enzyme",
            Decimal2(
                "How high is the higher of ALT and AST? (leave empty until somebody has read it)",
                called="How high it is",
                unit="times the upper limit",
                least=0,
                most=200,
                hint="1 is the laboratory’s upper limit, 2 is twice as high",
            ),
            missing="Not read yet",
        ),
        Field(
            "severe",
            "Severe disease",
            YesNo("Is the liver severely diseased? (optional)", called="Severe disease"),
        ),
        *_reader(),
        _words(),
    ),
)
