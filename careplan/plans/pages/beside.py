"""Two versions of a plan side by side: what changed in needs, goals, actions, people and words, with days."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from careplan.ground.clock import london_day
from careplan.plans.labels import DOMAINS, STATUSES
from careplan.plans.models import CarePlan, GoalAction, Need, PlanOption
from careplan.plans.pages.content import answers_need, weighing
from careplan.plans.queries.versions import GoalInPlan
from careplan.plans.queries.whole import Whole
from careplan.plans.rules.comparing import Pair, pairs
from careplan.ui.render import escaped
from careplan.ui.tables import Above, Column, Table
from careplan.ui.words import counted, day

Parts = Mapping[str, str]
"""What a row says, by its heading."""
ABSENT, EMPTY = Above("Not in it", ""), "Nothing written down"
T = TypeVar("T")
OWN_WORDS = (
    ("What matters to me", "matters_to_me"),
    ("What I am good at, and who helps me", "strengths"),
    ("How you can help", "how_to_help"),
    ("What I do not want", "not_wanted"),
    ("If things get difficult", "contingency"),
    ("If we lose touch", "disengagement"),
    ("What was explained, and given to take away", "information_given"),
)


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that differs: what it is, as it stood and as it stands, each with the day it was written."""

    what: str | Above
    then: Above
    now: Above


def compared(old: Whole, new: Whole) -> tuple[list[Table], list[str]]:
    """What differs, part by part, and the parts in which nothing does."""
    parts = (
        ("Needs", _needs(old, new)),
        ("Goals", _goals(old, new)),
        ("Who does what", _actions(old, new)),
        ("People and agencies", _people(old, new)),
        ("Treatment options", _options(old, new)),
        ("In the client’s words, and when things change", _words(old.plan, new.plan)),
    )
    columns = (Column("What", "what"), Column(_called(old), "then"), Column(_called(new), "now"))
    told = [(title, list(rows)) for title, rows in parts]
    tables = [Table(title, columns, rows) for title, rows in told if rows]
    return tables, [title for title, rows in told if not rows]


def _called(whole: Whole) -> str:
    plan = whole.plan
    agreed = f"agreed {day(plan.agreed_on)}" if plan.agreed_on else f"draft of {day(plan.drafted_on)}"
    return f"Version {plan.version}, {agreed}"


def _each(
    rows: Iterable[Pair[T]],
    name: Callable[[T], str | Above],
    parts: Callable[[T], Parts],
    written: Callable[[T], datetime | None] = lambda _: None,
) -> Iterator[Changed]:
    """What differs of each pair: its parts that say another thing, or all of a row that one version has alone."""
    for then, now in rows:
        sides = [None if one is None else parts(one) for one in (then, now)]
        days = [None if one is None else written(one) for one in (then, now)]
        one = then if now is None else now
        names = _differing(*sides)
        if one is not None and names:
            yield Changed(name(one), _cell(sides[0], names, days[0]), _cell(sides[1], names, days[1]))


def _differing(then: Parts | None, now: Parts | None) -> list[str]:
    names = dict.fromkeys((*(then or {}), *(now or {})))
    if then is None or now is None:
        return list(names)
    return [name for name in names if then.get(name) != now.get(name)]


def _cell(parts: Parts | None, names: Iterable[str], at: datetime | None) -> Above:
    if parts is None:
        return ABSENT
    lines = (f"{name}: {parts[name]}" if name else parts[name] for name in names if parts.get(name))
    return Above(escaped("\n".join(lines) or EMPTY), f"Written {day(london_day(at))}" if at else "")


def _needs(old: Whole, new: Whole) -> Iterator[Changed]:
    rows = pairs(old.needs, new.needs, lambda one: one.root_id)
    return _each(rows, lambda one: one.words, _need, lambda one: one.recorded_at)


def _need(need: Need) -> Parts:
    return {"Need": need.words, "Weighed": weighing(need), "Not now, because": need.not_now_reason or ""}


def _goals(old: Whole, new: Whole) -> Iterator[Changed]:
    then, now = ([(one, whole) for one in whole.goals] for whole in (old, new))
    rows = pairs(then, now, lambda row: row[0].goal.wording, lambda row: _answers(row[0]))
    return _each(rows, lambda row: row[0].goal.wording, _goal, lambda row: row[0].goal.recorded_at)


def _answers(one: GoalInPlan) -> str | None:
    return one.goal.need_id or one.goal.need_item


def _goal(row: tuple[GoalInPlan, Whole]) -> Parts:
    one, whole = row
    goal = one.goal
    return {
        "Goal": goal.wording,
        "Part of life": DOMAINS[goal.domain],
        "Need": next((need.words for need in whole.needs if answers_need(one, need)), ""),
        "How we will know": goal.measure or "",
        "By when": day(goal.target_on, ""),
        "Who sees to it": goal.responsible or "",
        "The client sees it otherwise": goal.disagreement or "",
        "Where it stands": STATUSES[one.status],
    }


def _actions(old: Whole, new: Whole) -> Iterator[Changed]:
    then, now = ([(step, one) for one in whole.goals for step in one.actions] for whole in (old, new))
    rows = pairs(then, now, lambda row: row[0].action)
    return _each(rows, _for_goal, lambda row: _action(row[0]), lambda row: row[0].recorded_at)


def _for_goal(row: tuple[GoalAction, GoalInPlan]) -> Above:
    """What is done, and below it the goal that it is done for."""
    return Above(row[0].action, row[1].goal.wording)


def _action(one: GoalAction) -> Parts:
    return {
        "Who": one.responsible,
        "Agency": one.agency or "",
        "By when": day(one.due_on, ""),
        "Done": day(one.done_on, ""),
    }


def _people(old: Whole, new: Whole) -> Iterator[Changed]:
    """Who takes part in one of the versions alone, with what they do there."""
    then, now = _does(old), _does(new)
    rows = pairs(list(then.items()), list(now.items()), lambda row: row[0])
    alone = [pair for pair in rows if None in pair]
    return _each(alone, lambda row: row[0], lambda row: {"": "\n".join(row[1])})


def _does(whole: Whole) -> dict[str, list[str]]:
    """What each person and agency does in the plan."""
    names: dict[str, list[str]] = {}
    for one in whole.goals:
        rows = [(one.goal.responsible, one.goal.wording)]
        rows += [(name, step.action) for step in one.actions for name in (step.responsible, step.agency)]
        for name, what in rows:
            if name and what not in names.setdefault(name, []):
                names[name].append(what)
    return names


def _options(old: Whole, new: Whole) -> Iterator[Changed]:
    rows = pairs(old.plan.options, new.plan.options, lambda one: one.option)
    return _each(rows, lambda one: one.title, _option, lambda one: one.recorded_at)


def _option(one: PlanOption) -> Parts:
    return {"Answer": one.told, "Why": one.why or "", "Explained as": one.words}


def _words(old: CarePlan, new: CarePlan) -> Iterator[Changed]:
    then, now = (list(_said(plan)) for plan in (old, new))
    return _each(zip(then, now, strict=True), lambda row: row[0], lambda row: {"": row[1]})


def _said(plan: CarePlan) -> Iterator[tuple[str, str]]:
    for label, name in OWN_WORDS:
        yield label, getattr(plan, name) or ""
    steps = (f"{one.words}, {counted(one.after_days, 'day')} after" for one in plan.steps)
    yield "Steps when contact is lost", "\n".join(steps)
