"""From when to when a worker kept a case. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Spell:
    """A worker's name and the days, the last exclusive; none while it goes on."""

    name: str
    from_on: date
    until_on: date | None


def spells(changes: Sequence[tuple[str | None, date]], closed_on: date | None) -> list[Spell]:
    """The spells of the changes (a name, or nobody, and the day from which on), in order; the last to the closing.

    Of several changes of one day the last counts; who follows oneself goes on; nobody is left out.
    """
    merged: list[tuple[str | None, date]] = []
    for name, on in changes:
        if merged and merged[-1][1] == on:
            merged.pop()
        if not merged or merged[-1][0] != name:
            merged.append((name, on))
    ends = [on for _, on in merged[1:]] + [closed_on]
    return [Spell(name, on, until) for (name, on), until in zip(merged, ends, strict=True) if name]
