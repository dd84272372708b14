"""What a transfer brings, as one text that nobody changes: canonical JSON and its hash. Pure."""

from datetime import date
from hashlib import sha256
from typing import Any, Literal

import msgspec

KIND: Literal["careplan-transfer/1"] = "careplan-transfer/1"
MOST_BYTES = 5_000_000
Line = tuple[str, str]


class Unreadable(ValueError):
    """A text is no packet; the message is a sentence."""


class Person(msgspec.Struct, frozen=True):
    """Whom the packet is about, as the sending service has them registered."""

    first_name: str
    last_name: str
    date_of_birth: date
    birth_known: Literal["known", "estimated", "unknown"]
    sex: Literal["male", "female", "not_known", "not_specified"]
    ethnicity: str | None
    nhs_number: str | None
    postcode: str | None


class Said(msgspec.Struct, frozen=True):
    """An answer that stands at the sender: `on` is the day it was last affirmed, `by` who recorded it and where."""

    item: str
    edition: str
    value: Any
    need: bool | None
    on: date
    by: str
    question: str
    words: str


class Medicine(msgspec.Struct, frozen=True):
    """A course that runs at the sender; `last_covered_on` is the last day with a dose in hand."""

    drug: Literal["methadone", "buprenorphine"]
    words: str
    daily_mg: str | None
    last_covered_on: date | None


class Part(msgspec.Struct, frozen=True):
    """A heading, and lines of label and words."""

    title: str
    lines: list[Line]


class Agreed(msgspec.Struct, frozen=True):
    """The consent that a packet rests on, as the sender's record holds it."""

    scope: str
    basis: Literal["signed", "spoken"]
    given_on: date
    expires_on: date | None


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """The whole packet (spec 03 §2.4); `consent` is empty in packets of versions before, and with an override."""

    packet: Literal["careplan-transfer/1"] = KIND
    person: Person
    service: str
    telephone: str
    worker: str
    receiver: str
    sent_on: date
    reason: str
    basis: Literal["consent", "override"]
    override_reason: str | None
    allergies: str
    answers: list[Said]
    medicines: list[Medicine]
    parts: list[Part]
    consent: Agreed | None = None

    def told_of_allergies(self) -> tuple[Any, date] | None:
        """The answer about allergies and its day; None where the packet says nothing of them."""
        for one in self.answers:
            if one.item == "allergies":
                return one.value, one.on
        return ({"value": True, "text": self.allergies}, self.sent_on) if self.allergies else None


def written(contents: Contents) -> str:
    """The one text of a packet: JSON with sorted keys."""
    return msgspec.json.encode(contents, order="sorted").decode()


def hashed(text: str) -> str:
    """SHA-256 of a packet's text."""
    return sha256(text.encode()).hexdigest()


def read(text: str | bytes) -> Contents:
    """The packet of a text. Raises Unreadable."""
    if len(text) > MOST_BYTES:
        raise Unreadable("The packet is larger than any that careplan writes")
    try:
        return msgspec.json.decode(text, type=Contents)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise Unreadable("This is no transfer packet of careplan, or of a later version") from fault
