"""What the national monitoring system calls a way of leaving. Pure."""

from datetime import date
from pathlib import Path

import msgspec

from careplan.clients.codes import ExitReason
from careplan.ground.standards import Edition, Series


class NationalExit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code's words, and the reasons of this record that it fits."""

    words: str
    fits: tuple[ExitReason, ...]


class NationalExits(Edition, frozen=True, kw_only=True):
    """The codes in force."""

    exits: dict[str, NationalExit]


NATIONAL_EXITS = Series(Path(__file__).parents[1] / "standards", "national-exits", NationalExits)


def fitting(reason: ExitReason, on: date) -> dict[str, str]:
    """The national codes that a reason may be, with their words."""
    every = NATIONAL_EXITS.on(on).exits
    return {code: one.words for code, one in every.items() if reason in one.fits}


def national_exit(reason: ExitReason, chosen: str | None, on: date) -> str | None:
    """The code of a leaving: what was chosen, else the only one that fits; None while it is open which."""
    codes = fitting(reason, on)
    if chosen in codes:
        return chosen
    return next(iter(codes)) if len(codes) == 1 else None
