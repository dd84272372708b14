"""What stands open when a client leaves: each with what must be done; what is not done becomes the manager's. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from careplan.ui.words import counted, day


@dataclass(frozen=True, slots=True)
class Matter:
    """One open matter: its key, its words, and what must be done.

    `tasks`: the tasks that it stands in already. `mine`: whoever closes the episode may say what was done; a
    countersignature is somebody else's. `action`: the risk action that it is.
    """

    key: str
    words: str
    ask: str
    tasks: tuple[str, ...] = ()
    mine: bool = True
    action: str = ""
    safety: bool = True

    @property
    def task_words(self) -> str:
        """The words of the task that it becomes."""
        return f"{self.words}. {self.ask}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open task: its kind, its words, the day it was raised or is due."""

    id: str
    kind: str
    words: str
    due_on: date


def of_tasks(tasks: Iterable[Waiting]) -> list[Matter]:
    """A matter for each open task, safety first; the same safety words stand once, whatever raised them."""
    waitings: dict[tuple[bool, str], list[Waiting]] = {}
    for one in sorted(tasks, key=lambda one: one.kind != "safety"):
        safety = one.kind == "safety"
        waitings.setdefault((safety, one.words if safety else one.id), []).append(one)
    return [
        Matter(
            key=f"task-{same[0].id}",
            words=same[0].words,
            ask=f"{'Raised' if safety else 'Due'} {day(same[0].due_on)}. Write down what was done",
            tasks=tuple(one.id for one in same),
            safety=safety,
        )
        for (safety, _), same in waitings.items()
    ]


def not_countersigned(assessment_id: str, risks: Sequence[str], assessed_on: date) -> Matter:
    """High or immediate risk that no manager has seen."""
    words = f"{', '.join(risks)}, assessed {day(assessed_on)}, not countersigned"
    ask = "A manager countersigns it and says whether the client may go"
    return Matter(f"countersign-{assessment_id}", words, ask, mine=False)


def risk_action(action_id: str, words: str, responsible: str, due_on: date | None) -> Matter:
    """Something planned about a risk that nobody has done."""
    until = f", due {day(due_on)}" if due_on else ""
    ask = "Do it, or hand it to somebody who stays with the client"
    return Matter(f"action-{action_id}", f"{words} ({responsible}{until}): not done", ask, action=action_id)


def children(why: Iterable[str]) -> Matter | None:
    """Children who may be at risk when nobody sees the client any more; None where the record names none."""
    words = list(dict.fromkeys(why))
    if not words:
        return None
    ask = "Tell children’s services and the health visitor or school that treatment ends, or why that is not needed"
    return Matter("children", f"Children: {', '.join(words)}", ask)


def missed(course_id: str, drug: str, days: int) -> Matter:
    """Doses missed up to the day: tolerance may be lost."""
    ask = "Speak about overdose, offer naloxone, and tell GP and pharmacy that tolerance may be lost"
    return Matter(
        f"missed-{course_id}", f"{counted(days, 'day')} of {drug} missed: tolerance may be lost", ask
    )


def pharmacy(ending: Sequence[str]) -> Matter | None:
    """The call that goes with every course and prescription that ends; None where none does."""
    if not ending:
        return None
    ask = "Ring the pharmacy, so that nothing more is handed out. Write down which, whom you reached and when"
    return Matter("pharmacy", f"Ends with the episode: {'; '.join(ending)}", ask)


def version(matters: Iterable[Matter]) -> str:
    """Changes whenever something else stands open; empty where nothing does."""
    return " ".join(sorted(one.key for one in matters))
