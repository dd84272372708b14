"""Needs as a client weighs them: the words to start from, and what one answer says of priority and help. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from careplan.ground.standards import Edition, Series, Words
from careplan.plans.codes import NeedPriority, WantsHelp
from careplan.plans.rules.standard import STANDARDS


class NeedWords(Edition, frozen=True, kw_only=True):
    """What the need behind a ticked item is called, by item."""

    words: Mapping[str, Words]


NEED_WORDS = Series(STANDARDS, "need-words", NeedWords)


class Weight(StrEnum):
    """The one answer with which a need is weighed."""

    PRIORITY = "priority"
    NOW = "now"
    LATER = "later"
    NOT = "not"


_WEIGHED = {
    Weight.PRIORITY: (NeedPriority.HIGH, WantsHelp.NOW),
    Weight.NOW: (NeedPriority.MEDIUM, WantsHelp.NOW),
    Weight.LATER: (NeedPriority.MEDIUM, WantsHelp.LATER),
    Weight.NOT: (NeedPriority.LOW, WantsHelp.NO),
}


def weighed(weight: Weight, presses: bool) -> tuple[NeedPriority, WantsHelp]:
    """How pressing a need is, and whether the client wants help with it.

    `presses`: it is high whatever the client wants; then it wants a goal or a reason, as every high need.
    """
    priority, wants_help = _WEIGHED[weight]
    return NeedPriority.HIGH if presses else priority, wants_help
