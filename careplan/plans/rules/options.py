"""Treatment options: what there is, in plain words, and what a client made of each. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec import Struct

from careplan.clients.codes import InterventionKind
from careplan.ground.standards import Edition, How, Series, Words
from careplan.plans.codes import Offered, OptionAnswer
from careplan.plans.rules.standard import STANDARDS


class InWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an option is, and where that comes from where the edition's source is not it."""

    words: Words
    source: str = ""
    how: How | None = None


class TreatmentOptions(Edition, frozen=True, kw_only=True):
    """The options by kind of intervention."""

    options: Mapping[InterventionKind, InWords]


TREATMENT_OPTIONS = Series(STANDARDS, "treatment-options", TreatmentOptions)


@dataclass(frozen=True, slots=True)
class Option:
    """An option that a client can be told of: its words, and whether it is here or elsewhere in the area."""

    kind: InterventionKind
    words: str
    offered: Offered = Offered.HERE


def on_offer(standard: Mapping[InterventionKind, InWords], own: Iterable[Option]) -> list[Option]:
    """The options of a service in the order of their codes: its own words stand in the place of the standard's.

    One that the service says is not to be had is left out.
    """
    every = {kind: Option(kind, one.words) for kind, one in standard.items()}
    every |= {one.kind: one for one in own}
    return [every[kind] for kind in InterventionKind if kind in every and every[kind].offered != Offered.NOT]


def unexplained(title: str, answer: OptionAnswer | None, why: str | None) -> str | None:
    """The sentence that refuses an answer as it stands; none where it can stand. `title`: of the option."""
    if answer is None and why:
        return f"{title}: select what the client made of it, or clear the words"
    if answer is OptionAnswer.DECLINED and not why:
        return f"{title}: enter why, in the client’s words, or that no reason was given"
    return None
