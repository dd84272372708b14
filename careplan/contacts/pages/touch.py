"""Losing touch in words: the steps of a record, who slips away, and the lines of Today."""

from collections.abc import Sequence
from datetime import date

from careplan.clients.actions import striking
from careplan.clients.queries.mistakes import of_episode
from careplan.contacts.models import LostTouchDone
from careplan.contacts.queries import touch as reads
from careplan.contacts.queries.touch import Lost
from careplan.contacts.rules.touch import Step, position, upcoming
from careplan.ground.memory import Kept
from careplan.ground.mistakes import Mistake
from careplan.plans.labels import TOUCH_WAYS
from careplan.trail.queries import marks
from careplan.ui.frame import addresses
from careplan.ui.paging import part_of
from careplan.ui.tables import Column, Link, Paged, Table, Tag
from careplan.ui.words import counted, day

SIZE = 50


def state(step: Step, on: date) -> Tag:
    """Whether a step is done, late, for today, or to come."""
    if step.done_on is not None:
        return Tag(f"Done {day(step.done_on)}", "green")
    if step.due_on > on:
        return Tag("To come", "blue")
    return Tag("Today", "yellow") if step.due_on == on else Tag("Late", "orange")


def steps(lost: Lost, on: date) -> Table:
    """The steps after a non-attendance."""
    columns = (
        Column("Step", lambda one: TOUCH_WAYS[one.way]),
        Column("Day", lambda one: day(one.due_on)),
        Column("Whom we may tell", "whom"),
        Column("State", lambda one: state(one, on)),
    )
    return Table("Steps to reach the client", columns, lost.steps)


def next_words(lost: Lost) -> str:
    """The next step and which it is."""
    step = upcoming(lost.steps)
    return f"{TOUCH_WAYS[step.way]} ({position(lost.steps, step)})" if step else "All steps are done"


def _due(lost: Lost) -> date:
    step = upcoming(lost.steps)
    return step.due_on if step else date.max


LOST: Kept[list[Lost]] = Kept(most=16)
"""By services, of this process."""


def every_lost(services: frozenset[str], on: date) -> list[Lost]:
    """Who slips away, read again after any change of a record of the services. The mark is read before it."""
    return LOST.get(services, (marks(services), on), lambda: reads.slipping(services, on))


def slipping(every: Sequence[Lost], on: date, number: int) -> Table:
    """Who slips away, whose next step has waited longest on top."""
    part = part_of(sorted(every, key=lambda one: (_due(one), one.client)), number, SIZE)

    record = addresses("record.overview", "episode_id")
    steps_of = addresses("contacts.lost_touch", "episode_id")

    def next_step(one: Lost) -> Link:
        return Link(next_words(one), steps_of(one.episode_id), f": {one.client}")

    def due(one: Lost) -> str | Tag:
        step = upcoming(one.steps)
        return "" if step is None else day(step.due_on) if step.due_on > on else state(step, on)

    columns = (
        Column("Client", "client", lambda one: record(one.episode_id)),
        Column("Keyworker", "keyworker"),
        Column("Not attended", lambda one: f"{counted(one.missed.times, 'time')} since {day(one.missed.on)}"),
        Column("Next step", next_step),
        Column("Due", due),
    )
    empty = "Nobody slips away: every client who did not attend was seen since."
    paged = Paged(part.number, part.pages, "?page={}".format)
    return Table("Clients who slip away", columns, part.rows, empty, caption_hidden=True, paged=paged)


def told(row: LostTouchDone) -> list[tuple[str, str]]:
    """A step that was done, whole."""
    return [("Step", TOUCH_WAYS[row.way]), ("Done on", day(row.done_on)), ("What was done", row.words)]


MISTAKES = (
    Mistake(
        kind="lost_touch",
        name="step to reach the client",
        then="The step waits again.",
        find=of_episode(LostTouchDone),
        shown=told,
        strike=striking("lost_touch"),
        again=lambda _, row: ("contacts.lost_touch", {}, {"done_on": row.done_on, "words": row.words}),
    ),
)
