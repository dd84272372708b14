"""What the banner says of allergies: what stands here, what stands elsewhere within reach, whether to ask. Pure."""

from collections.abc import Iterable
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
    referral brought it.
    """

    record: str
    service_id: str
    service: str
    on: date
    value: Any
    here: bool
    readable: bool


def all_allergies(allergies: Allergies, told: Iterable[Told]) -> Allergies:
    """The line of the banner. `asked`: what became of the question in this record; `told`: the oldest answer first.

    | here            | elsewhere within reach | says                                               |
    |-----------------|------------------------|----------------------------------------------------|
    | answered        | allergies              | both, theirs with source and day                   |
    | answered        | none known, or nothing | what stands here                                   |
    | not answered    | answered               | theirs, with source and day                        |
    | not answered    | nothing                | not recorded, or what came of asking               |

    Where a record out of reach says more than what is known so far, it is only said that somebody should ask.
    """
    newest = {(one.record, one.service_id): one for one in told}
    here = sorted(
        (one for one in newest.values() if one.here), key=lambda one: not described(one.value).recorded
    )
    mine = here[0] if here else None
    near = [*here[1:], *(one for one in newest.values() if one.readable and not one.here)]
    far = [described(one.value).recorded for one in newest.values() if not one.readable]
    base = described(mine.value) if mine else allergies
    shown = [_with_source(one) for one in near if described(one.value).recorded or mine is None]
    answered = mine is not None or bool(near)
    recorded = base.recorded or any(described(one.value).recorded for one in near)
    ask = bool(far) and not recorded and (not answered or any(far))
    words = [base.words] if mine or not shown else []
    return Allergies("; ".join([*words, *shown]), recorded if answered else base.recorded, ASK if ask else "")


def _with_source(one: Told) -> str:
    return f"{described(one.value).words} ({one.service}, {day(one.on)})"
