"""What the banner says of allergies: what stands here, what stands elsewhere within reach, whether to ask. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.record.rules.banner import Allergies, described
from careplan.ui.words import day

ASK = "Ask: another service may hold allergies"


@dataclass(frozen=True, slots=True)
class Told:
    """An answer about allergies in some record of the person: whose record, which service, which day.

    `here`: in this record, or one that was joined to it, at this service. `readable`: the worker may open it, or a
    transfer brought it. `sent`: it is read because of a transfer alone, in the sender's record or in the packet.
    """

    record: str
    service_id: str
    service: str
    on: date
    value: Any
    here: bool
    readable: bool
    sent: bool = False


def all_allergies(allergies: Allergies, told: Iterable[Told]) -> Allergies:
    """The line of the banner. `asked`: what became of the question in this record; `told`: the oldest answer first.

    | here            | elsewhere within reach | says                                               |
    |-----------------|------------------------|----------------------------------------------------|
    | answered        | allergies              | both, theirs with source and day                   |
    | answered        | none known, or nothing | what stands here                                   |
    | not answered    | answered               | theirs, with source and day                        |
    | not answered    | nothing                | not recorded, or what came of asking               |

    Where a record out of reach says more than what is known so far, it is only said that somebody should ask. What was
    sent is not confirmed until the question is answered here; in the same words it is told once.
    """
    newest = {(one.record, one.service_id): one for one in told}
    here = sorted(
        (one for one in newest.values() if one.here), key=lambda one: not described(one.value).recorded
    )
    mine = here[0] if here else None
    others = [one for one in newest.values() if one.readable and not one.here]
    near = [*here[1:], *(one for one in others if not one.sent)]
    near += _sent(others, [*here, *near])
    far = [described(one.value).recorded for one in newest.values() if not one.readable]
    base = described(mine.value) if mine else allergies
    shown = [_with_source(one, mine) for one in near if described(one.value).recorded or mine is None]
    answered = mine is not None or bool(near)
    recorded = base.recorded or any(described(one.value).recorded for one in near)
    ask = bool(far) and not recorded and (not answered or any(far))
    words = [base.words] if mine or not shown else []
    return Allergies("; ".join([*words, *shown]), recorded if answered else base.recorded, ASK if ask else "")


def _sent(others: Iterable[Told], told: Iterable[Told]) -> Iterator[Told]:
    """What was sent, each that says more than those before it."""
    words = {_same(one) for one in told}
    for one in others:
        if one.sent and _same(one) not in words:
            words.add(_same(one))
            yield one


def _same(one: Told) -> str:
    return described(one.value).words.casefold()


def _with_source(one: Told, mine: Told | None) -> str:
    source = f"{one.service}, {day(one.on)}"
    if one.sent:
        source = f"from {source}{', not confirmed here' if mine is None else ''}"
    return f"{described(one.value).words} ({source})"
