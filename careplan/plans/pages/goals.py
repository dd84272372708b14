"""The page of a draft's goals: a row for each, one for each need that waits for a goal, and the needs beside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from careplan.plans.codes import WantsHelp
from careplan.plans.forms.goals import GoalRow, GoalsForm, goals_form
from careplan.plans.labels import DOMAINS, NEED_HAS_GOAL, NEED_LATER, NEED_NOT_NOW, NEED_WAITS
from careplan.plans.models import GoalAction, Need
from careplan.plans.pages.content import answers_need, weighing
from careplan.plans.pages.words import Difference, value_words
from careplan.plans.queries.versions import GoalInPlan
from careplan.plans.queries.whole import Whole, facts
from careplan.plans.rules.completeness import Need as NeedFacts
from careplan.plans.rules.completeness import is_answered, must_be_answered, unanswered
from careplan.plans.rules.facts import Goal

SAVED = ("wording", "measure", "target_on", "responsible", "disagreement", "domain")
"""The columns of a goal that its row shows."""


def rows_form(whole: Whole, sent: int, who: str) -> GoalsForm:
    """The form: a row for each goal, each need that waits and one more; at least as many as were sent.

    `who` sees to a new goal unless somebody else is entered.
    """
    plan = whole.facts()
    waiting = unanswered(plan.needs, plan.goals)
    first, spare = len(whole.goals), 0 if waiting else 1
    needs = {need.root_id: need.words for need in whole.needs}
    targets = {one.goal.root_id: one.goal.target_on for one in whole.goals}
    number = max(first + len(waiting) + spare, sent)
    data: dict[str, Any] = {}
    for place, one in enumerate(whole.goals):
        data |= _as_row(place, _saved(one, whole))
    for place in range(first, number):
        data |= _as_row(place, {"responsible": who})
    for place, need in enumerate(waiting, first):
        data |= _as_row(place, {"need": need.id})
    return goals_form(number, needs, targets)(data=data)


def _as_row(number: int, parts: dict[str, Any]) -> dict[str, Any]:
    return {f"goal-{number}-{part}": value for part, value in parts.items()}


def _saved(one: GoalInPlan, whole: Whole) -> dict[str, Any]:
    saved = {name: getattr(one.goal, name) for name in SAVED}
    need = need_of(one, whole)
    return saved | {"id": one.goal.root_id, "need": need and need.root_id}


def need_of(one: GoalInPlan, whole: Whole) -> Need | None:
    """The need of the plan that the goal answers; None where none of those listed is it."""
    return next((need for need in whole.needs if answers_need(one, need)), None)


def need_parts(row: GoalRow, saved: GoalInPlan | None, whole: Whole) -> dict[str, str | None]:
    """The columns by which a goal names its need. One that the page could not list stays until another is chosen."""
    need = next((one for one in whole.needs if one.root_id == row["need"].data), None)
    if need is not None:
        return {"need_id": need.root_id, "need_item": need.item, "domain": need.domain}
    if saved is not None and need_of(saved, whole) is None:
        return {"need_id": saved.goal.need_id, "need_item": saved.goal.need_item}
    return {"need_id": None, "need_item": None}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with the actions that its goal has already."""

    row: GoalRow
    actions: tuple[GoalAction, ...]


def shown(form: GoalsForm, whole: Whole, offered: Mapping[str, Sequence[str]]) -> list[Shown]:
    """The rows as the page shows them, each with the list of wordings that are `offered` for its part of life."""
    actions = {one.goal.root_id: one.actions for one in whole.goals}
    parts = {need.root_id: need.domain for need in whole.needs}
    lists = {words: f"wordings-{place}" for place, words in enumerate(offered, 1)}
    for row in form.rows:
        domain = parts.get(row["need"].data) or row["domain"].data
        row["wording"].datalist = lists.get(DOMAINS.get(domain, ""), "wordings")
    return [Shown(row, actions.get(row.goal_id, ())) for row in form.rows]


def changed(form: GoalsForm, whole: Whole) -> list[Difference]:
    """(label, saved, typed) for what was begun in the rows, beside the goals as they stand now."""
    saved = {one.goal.root_id: _saved(one, whole) for one in whole.goals}
    return [
        (
            f"Goal {row.number + 1}: {field.words}",
            value_words(field, before.get(part)),
            value_words(field, field.data),
        )
        for row in form.begun
        for before in (saved.get(row.goal_id, {}),)
        for part, field in row.fields.items()
        if part != "id"
    ]


@dataclass(frozen=True, slots=True)
class Beside:
    """A need beside the rows: its words, how it was weighed, and what became of it."""

    words: str
    weighing: str
    state: str


def beside(whole: Whole) -> list[Beside]:
    """The needs of the plan, those that the client wants help with now on top."""
    answered = whole.facts().goals
    ranked = sorted(whole.needs, key=lambda need: need.wants_help != WantsHelp.NOW)
    return [Beside(need.words, weighing(need), _state(facts(need), answered)) for need in ranked]


def _state(need: NeedFacts, goals: Collection[Goal]) -> str:
    if is_answered(replace(need, not_now_reason=None), goals):
        return NEED_HAS_GOAL
    if is_answered(need, goals):
        return NEED_NOT_NOW
    return NEED_WAITS if must_be_answered(need) else NEED_LATER
