"""Wordings of goals to start from: careplan's, and in their place what a service wrote. Pure."""

from collections.abc import Mapping

from careplan.ground.standards import Edition, Series, Words
from careplan.plans.codes import GoalDomain
from careplan.plans.rules.standard import STANDARDS

LONGEST = 300
"""How long a wording may be: one line that a client would say, a choice of this page, of no standard."""


class GoalWordings(Edition, frozen=True, kw_only=True):
    """Wordings by part of life."""

    wordings: Mapping[GoalDomain, tuple[Words, ...]]


GOAL_WORDINGS = Series(STANDARDS, "goal-wordings", GoalWordings)


def lines(words: str) -> tuple[str, ...]:
    """The wordings in a text, one to a line; blank lines and repetitions are none."""
    return tuple(dict.fromkeys(line.strip() for line in words.splitlines() if line.strip()))


def offered(
    standard: Mapping[GoalDomain, tuple[str, ...]], own: Mapping[str, str]
) -> dict[GoalDomain, tuple[str, ...]]:
    """What a service offers by part of life: `own` by code, in lines, stands in the place of the standard's."""
    return {
        domain: lines(own[domain]) if domain in own else standard.get(domain, ()) for domain in GoalDomain
    }


def too_long(values: Mapping[str, object]) -> dict[str, str]:
    """The sentence that refuses a line that is longer than a goal is said."""
    first = next((line for line in lines(str(values["words"] or "")) if len(line) > LONGEST), None)
    if first is None:
        return {}
    return {
        "words": f"Each line is one goal of at most {LONGEST} characters. This one is longer: {first[:40]}…"
    }
