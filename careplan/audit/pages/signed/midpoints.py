"""National mid-points in words."""

from collections.abc import Iterable

from careplan.audit.models import Midpoint
from careplan.audit.rules.ruleset import Ruleset
from careplan.ui.words import moment, plain_number


def choices(ruleset: Ruleset) -> dict[str, str]:
    """The measures that are judged against a mid-point."""
    return {rule.id: f"{rule.id} {rule.words}" for _, rule in ruleset.measures() if rule.rule == "midpoint"}


def rows(history: Iterable[tuple[Midpoint, str]]) -> list[list[str]]:
    """Every mid-point that was set, the one in force of each measure marked."""
    found, met = [], set()
    for one, name in history:
        percent = "none" if one.percent is None else f"{plain_number(one.percent)}%"
        state = "" if one.measure in met else "in force"
        met.add(one.measure)
        found.append([one.measure, percent, state, one.source, f"{name}, {moment(one.recorded_at)}"])
    return found
