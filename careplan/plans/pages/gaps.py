"""What a draft lacks, in a sentence each, with the page that mends it; and the task list of a draft."""

from dataclasses import dataclass
from typing import Any

from careplan.plans.pages.links import Links
from careplan.plans.queries.whole import Whole
from careplan.plans.rules.completeness import Gap, Lack
from careplan.plans.rules.goals import smart_gaps
from careplan.ui.words import counted

SENTENCES = {
    Lack.OWN_WORDS: "What the client says is missing",
    Lack.NEED_UNSORTED: "Not weighed with the client yet: {words}",
    Lack.NEED_UNANSWERED: "Needs a goal, or a reason for not now: {words}",
    Lack.NO_GOALS: "There is no goal",
    Lack.GOAL_WITHOUT_ACTION: "Nobody does anything yet for: {words}",
    Lack.CONTINGENCY: "What happens if things get difficult is missing",
    Lack.DISENGAGEMENT: "What happens if contact is lost is missing",
}
ENDPOINTS = {
    Lack.OWN_WORDS: "plans.own_words",
    Lack.NEED_UNSORTED: "plans.sort_needs",
    Lack.NEED_UNANSWERED: "plans.edit_need",
    Lack.NO_GOALS: "plans.add_goal",
    Lack.GOAL_WITHOUT_ACTION: "plans.add_action",
    Lack.CONTINGENCY: "plans.contingency",
    Lack.DISENGAGEMENT: "plans.disengagement",
}
SUBJECTS = {Lack.NEED_UNANSWERED: "need_id", Lack.GOAL_WITHOUT_ACTION: "goal_id"}
SMART_WORDS = {
    "measure": "how we will know",
    "target_on": "by when",
    "responsible": "who sees to it",
    "need": "which need it answers",
}


@dataclass(frozen=True, slots=True)
class GapLine:
    """One thing lacking and where it is mended."""

    words: str
    href: str


def gap_lines(gaps: list[Gap], links: Links) -> list[GapLine]:
    """Every gap as a link to the page that mends it."""
    return [GapLine(SENTENCES[gap.lack].format(words=gap.words), _href(gap, links)) for gap in gaps]


def _href(gap: Gap, links: Links) -> str:
    subject = {SUBJECTS[gap.lack]: gap.subject} if gap.lack in SUBJECTS else {}
    return links.to(ENDPOINTS[gap.lack], **subject)


def smart_line(facts: Any) -> str:
    """What a goal lacks to be SMART, in one line; empty when it lacks nothing."""
    return ", ".join(SMART_WORDS[part] for part in smart_gaps(facts))


def tasks(whole: Whole, links: Links) -> list[dict[str, str]]:
    """The parts of a draft as a task list."""
    lacks = {gap.lack for gap in whole.gaps()}
    unweighed, goals = len(whole.unweighed()), len(whole.goals)
    needs = (
        f"{counted(unweighed, 'need')} to weigh"
        if unweighed
        else f"{counted(len(whole.needs), 'need')} weighed"
    )
    return [
        _task("Write down what the client says", links.to("plans.own_words"), Lack.OWN_WORDS in lacks),
        _task("Weigh the needs", links.to("plans.sort_needs"), Lack.NEED_UNSORTED in lacks, needs),
        _task(
            "Write goals with the client",
            links.to("plans.add_goal"),
            bool(lacks & {Lack.NO_GOALS, Lack.NEED_UNANSWERED, Lack.GOAL_WITHOUT_ACTION}),
            f"{counted(goals, 'goal')} written",
        ),
        _task("Plan for difficult times", links.to("plans.contingency"), Lack.CONTINGENCY in lacks),
        _task("Plan for losing touch", links.to("plans.disengagement"), Lack.DISENGAGEMENT in lacks),
    ]


def _task(text: str, href: str, lacking: bool, hint: str = "") -> dict[str, str]:
    state = {"status": "Incomplete", "colour": "blue"} if lacking else {"status": "Completed"}
    return {"text": text, "href": href, "hint": hint, **state}
