"""What a key of the dose round means: how the dose was to be taken, what became of it, on whose side it lay."""

from dataclasses import dataclass

from careplan.prescribing.codes import Cause, DoseStatus, Mode, Source


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer, ready to be logged. `happened`: supplied already, whatever the rules say."""

    mode: Mode
    status: DoseStatus
    cause: Cause | None = None
    source: Source = Source.OWN
    happened: bool = False


STATUS = {
    "S": DoseStatus.TAKEN,
    "H": DoseStatus.COLLECTED,
    "M": DoseStatus.MISSED,
    "R": DoseStatus.REFUSED,
    "W": DoseStatus.WITHHELD,
    "N": DoseStatus.NOT_SUPPLIED,
    "P": DoseStatus.PART_TAKEN,
    "V": DoseStatus.VOMITED,
}
CAUSE = {"M": Cause.CLIENT, "R": Cause.CLIENT, "W": Cause.SERVICE, "N": Cause.SERVICE}
"""Withheld and not supplied count for tolerance, never against the client (rule D5)."""


def entry(key: str, supervised: bool, source: Source = Source.OWN) -> Entry:
    """The meaning of a key; KeyError for an unknown one. A = already supplied, reported by the pharmacy.

    `supervised`: how the dose of the day was to be taken.
    """
    mode = Mode.SUPERVISED if supervised else Mode.TAKE_HOME
    if key == "A":
        status = DoseStatus.TAKEN if mode is Mode.SUPERVISED else DoseStatus.COLLECTED
        return Entry(mode, status, None, Source.PHARMACY, happened=True)
    fixed = {"S": Mode.SUPERVISED, "H": Mode.TAKE_HOME}
    return Entry(
        fixed.get(key, mode), STATUS[key], CAUSE.get(key), source, happened=source is Source.PHARMACY
    )


def key_of(status: DoseStatus) -> str:
    """The key that stands for a status."""
    return next(key for key, one in STATUS.items() if one is status)
