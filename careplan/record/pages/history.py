"""The history's acts in words, and the page each leads to."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from careplan.clients.actions import may_read_removed, may_strike
from careplan.ground.corrections import REMOVED, is_live
from careplan.ground.gathering import mistakes, rooms
from careplan.ground.mistakes import Mistake
from careplan.ground.offers import Entry, History, Line
from careplan.staff.rules import Actor
from careplan.ui.frame import address

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what, the words, the page it belongs to, and whether it was corrected later."""

    entry: Entry
    what: str
    words: str
    href: str
    mistake: str = ""
    again: str = ""


def acts(episode: "Episode", entries: tuple[Entry, ...], by: Actor) -> list[Act]:
    """The acts of a page in words; what this worker may strike out leads to where it is done."""
    told, kinds = lines(), mistakes()
    shared = {kind for kind, one in kinds.items() if one.shared}
    removed = {entry.kind in shared for entry in entries if entry.wrong_client}
    reads = {one: may_read_removed(by, episode, shared=one) for one in removed}
    return [
        _removed(episode, entry, told[entry.kind], by, kinds.get(entry.kind), reads[entry.kind in shared])
        if entry.wrong_client
        else _act(episode, entry, told[entry.kind], by, kinds.get(entry.kind))
        for entry in entries
    ]


def _act(episode: "Episode", entry: Entry, line: Line, by: Actor, offered: Mistake | None) -> Act:
    here = address(line.endpoint, episode_id=episode.id) if is_live(episode) else ""
    mistake = _mistake(episode, entry, by) if offered else ""
    return Act(entry, line.what, line.words(entry), here, mistake)


def _removed(
    episode: "Episode", entry: Entry, line: Line, by: Actor, offered: Mistake | None, reads: bool
) -> Act:
    """What belongs to another client: its words are the manager's; whoever struck it out may record it there."""
    again = ""
    if (
        offered
        and offered.again
        and is_live(episode)
        and entry.corrected_at is None
        and (reads or entry.striker == by.id)
    ):
        again = address("clients.right_client", episode_id=episode.id, kind=entry.kind, row_id=entry.id)
    if reads:
        return Act(entry, line.what, line.words(entry), "", again=again)
    return Act(replace(entry, reason=None, struck_reason=REMOVED), line.what, "", "", again=again)


def _mistake(episode: "Episode", entry: Entry, by: Actor) -> str:
    dead = entry.struck_at is not None or entry.corrected_at is not None
    if dead or not may_strike(by, episode.service_id, entry.author):
        return ""
    return address("clients.mistake", episode_id=episode.id, kind=entry.kind, row_id=entry.id)


def _histories() -> list[History]:
    return [room.history for room in rooms() if room.history]


def lines() -> dict[str, Line]:
    """How each kind of row is told."""
    return {line.kind: line for history in _histories() for line in history.lines}


def parts() -> dict[str, tuple[str, tuple[str, ...]]]:
    """What the list can be narrowed to: words, and the kinds of row."""
    told = lines()
    listed = sorted((part for history in _histories() for part in history.parts), key=lambda part: part.order)
    pairs = {
        part.key: (part.words, tuple(k for k, line in told.items() if line.part == part.key))
        for part in listed
    }
    return {"": ("Everything", tuple(told))} | pairs
