"""National mid-points in words."""

from collections.abc import Iterable
from typing import Any

from careplan.audit.review.models import Midpoint
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.ui.frame import Difference
from careplan.ui.tables import Table, columns
from careplan.ui.words import moment, plain_number


def choices(ruleset: Ruleset) -> dict[str, str]:
    """The measures that are judged against a mid-point."""
    return {rule.id: f"{rule.id} {rule.words}" for _, rule in ruleset.measures() if rule.rule == "midpoint"}


def differences(form: Any, history: Iterable[tuple[Midpoint, str]]) -> list[Difference]:
    """What is in force for the measure that was sent, beside what was typed."""
    now = next((one for one, _ in history if one.measure == form.measure.data), None)
    percent = "" if now is None or now.percent is None else plain_number(now.percent)
    typed = "" if form.percent.data is None else plain_number(form.percent.data)
    return [
        ("National mid-point in percent", percent, typed),
        ("Where is it published?", now.source if now is not None else "", form.source.data or ""),
    ]


def listed(history: Iterable[tuple[Midpoint, str]]) -> Table:
    """Every mid-point that was set, the one in force of each measure marked."""
    rows, met = [], set()
    for one, name in history:
        percent = "none" if one.percent is None else f"{plain_number(one.percent)}%"
        state = "" if one.measure in met else "in force"
        met.add(one.measure)
        rows.append([one.measure, percent, state, one.source, f"{name}, {moment(one.recorded_at)}"])
    labels = columns("Measure", "Mid-point", "State", "Source", "Set by")
    return Table("What was set, the last first", labels, rows, "No mid-point is set.", size="s")
