"""A picture of a plan: needs, the goals under them, and who does something for each."""

from collections.abc import Iterable, Sequence

from careplan.plans.pages.content import Content, GoalCard
from careplan.ui.plots.flows import Flow
from careplan.ui.plots.shapes import Plot, Table
from careplan.ui.words import counted

HEADS = ("What I need", "What I want", "Who")
NO_GOAL, NOBODY = "No goal for now", "Nobody yet"


def picture(content: Content) -> Plot | None:
    """Needs → goals → who, with the same in words; None without a goal."""
    goals = [goal for need in content.needs for goal in need.goals] + list(content.others)
    if not goals:
        return None
    places = {goal.id: place for place, goal in enumerate(goals)}
    people = list(dict.fromkeys(name for goal in goals for name in who(goal)))
    joins = (
        [(place, places[goal.id]) for place, need in enumerate(content.needs) for goal in need.goals],
        [(places[goal.id], people.index(name)) for goal in goals for name in who(goal)],
    )
    columns = ([need.words for need in content.needs], [goal.wording for goal in goals], people)
    parts = (
        counted(len(content.needs), "need"),
        counted(len(goals), "goal"),
        counted(len(people), "person", "people"),
    )
    flow = Flow("plan-picture", "The plan as a picture", f"{', '.join(parts)} or agencies.", HEADS)
    return flow.plot(
        columns, joins, Table(("Goal", "Need and who"), tuple(_rows(content)), True, "The same in words")
    )


def who(goal: GoalCard) -> Sequence[str]:
    """Who sees to a goal and who does something for it, agencies after their people; each once."""
    names = [goal.responsible, *(name for one in goal.actions for name in (one.responsible, one.agency))]
    return list(dict.fromkeys(name for name in names if name))


def _rows(content: Content) -> Iterable[tuple[str, str]]:
    for need in content.needs:
        for goal in need.goals:
            yield goal.wording, f"{need.words.rstrip('.')}. {', '.join(who(goal)) or NOBODY}"
        if not need.goals:
            yield NO_GOAL, need.words
    for goal in content.others:
        yield goal.wording, ", ".join(who(goal)) or NOBODY
