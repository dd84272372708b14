"""What all rooms of the application offer together: read by whoever stands above them (docs/architecture.md)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, cast

from flask import Flask, current_app

from careplan.ground.marks import Known
from careplan.ground.mistakes import Mistake
from careplan.ground.offers import CameOut, Chapter, Downtime, Listed, Load, Marks, Pending, Place, Room, Tab
from careplan.ground.permissions import PUBLIC, Permission


def gather(app: Flask, rooms: Iterable[Room]) -> None:
    """Make the rooms known to the application and register their pages; `create_app` calls this once.

    ValueError for two permissions of one code.
    """
    app.extensions["careplan_rooms"] = tuple(rooms)
    app.extensions["careplan_permissions"] = permissions = {PUBLIC.code: PUBLIC}
    for one in (one for room in reversed(app.extensions["careplan_rooms"]) for one in room.permissions):
        if permissions.setdefault(one.code, one) is not one:
            raise ValueError(f"{one.code} is declared already")
    for room in app.extensions["careplan_rooms"]:
        if room.blueprint is not None:
            app.register_blueprint(room.blueprint)


def rooms() -> tuple[Room, ...]:
    """All rooms of the application, in their declared order."""
    return cast(tuple[Room, ...], current_app.extensions["careplan_rooms"])


def permissions() -> list[Permission]:
    """What the doors of the whole house ask for, those of the lowest rooms first."""
    return list(current_app.extensions["careplan_permissions"].values())


def permission(code: str) -> Permission:
    """The permission of that code. KeyError where no room declares it."""
    return cast(Permission, current_app.extensions["careplan_permissions"][code])


def places() -> list[Place]:
    """The navigation of the whole house."""
    return sorted((one for room in rooms() for one in room.places), key=lambda one: one.order)


def marks() -> list[Marks]:
    """What banners and overviews show of the rooms."""
    return [room.marks for room in rooms() if room.marks]


def tabs() -> list[Tab]:
    """The tabs of a record."""
    return sorted((one for room in rooms() for one in room.tabs), key=lambda one: one.order)


def pending() -> tuple[Pending, ...]:
    """What may wait for a worker in all rooms."""
    return tuple(one for room in rooms() for one in room.pending)


def listed() -> tuple[Listed, ...]:
    """The columns of rooms in the caseload."""
    return tuple(sorted((one for room in rooms() for one in room.listed), key=lambda one: one.order))


def loads() -> tuple[Load, ...]:
    """What makes a client weigh more in all rooms."""
    return tuple(one for room in rooms() for one in room.loads)


def matters() -> frozenset[str]:
    """The safety matters that a task's source may name, of all rooms."""
    return frozenset(one for room in rooms() for one in room.matters)


def chapters() -> list[Chapter]:
    """What rooms tell of the invented people of the demo, the lowest first."""
    return [room.demo for room in reversed(rooms()) if room.demo]


def downtime() -> list[Downtime]:
    """The lists and columns of the downtime pack."""
    return sorted((one for room in rooms() for one in room.downtime), key=lambda one: one.order)


def mistakes() -> dict[str, Mistake]:
    """The kinds of rows of a record that may be struck out, by their codes."""
    return {one.kind: one for room in rooms() for one in room.mistakes}


def clocks(services: frozenset[str], episode: Any, on: date) -> dict[str, str]:
    """The waits and due days that run in an episode, in words by label."""
    return dict(line for room in rooms() if room.clocks for line in room.clocks(services, episode, on))


def exits(services: frozenset[str], episode: Any, on: date) -> dict[str, str]:
    """What all rooms hold already of the steps of leaving, in words by the code of the step."""
    return dict(line for room in rooms() if room.exits for line in room.exits(services, episode, on))


def came_out(services: frozenset[str], episode: Any) -> tuple[CameOut, ...]:
    """When the client of the episode came out of prison or hospital, as all rooms hold it."""
    return tuple(one for room in rooms() if room.came_out for one in room.came_out(services, episode))


def left_here(services: frozenset[str], client: Any, since: datetime) -> list[tuple[datetime, str]]:
    """What left with words of a client's record since a moment, of all rooms: when, and in words."""
    return [one for room in rooms() if room.left_here for one in room.left_here(services, client, since)]


def still_ours(services: frozenset[str], episode: Any) -> list[tuple[str, str, str]]:
    """What leaving has to answer for, of all rooms: a key, its words, what must be done."""
    return [one for room in rooms() if room.still_ours for one in room.still_ours(services, episode)]


def own_words(services: frozenset[str], episode: Any, on: date) -> list[tuple[str, str]]:
    """What all rooms hold in the client's own words of difficult times: a heading and the words."""
    return [words for room in rooms() if room.own_words for words in room.own_words(services, episode, on)]


def papers(worker: Any, reference: str) -> list[tuple[str, str, Mapping[str, str]]]:
    """Open forms of all rooms, for this worker to key in, of which a paper carries the reference."""
    return [paper for room in rooms() if room.papers for paper in room.papers(worker, reference)]


def checklist_facts(services: frozenset[str], episode: str) -> list[Any]:
    """What all rooms know of the episode (its root id) that a checklist's condition may ask for."""
    return [
        fact for room in rooms() if room.checklist_facts for fact in room.checklist_facts(services, episode)
    ]


def known() -> list[Known]:
    """What all rooms know beside items of a checklist."""
    return [one for room in rooms() for one in room.known]


def answers_saved(**saved: Any) -> list[str]:
    """What follows in other rooms from saved answers (the keywords stand at `Room`), in sentences."""
    return [words for room in rooms() if room.answers_saved for words in room.answers_saved(**saved)]


def parted(**what: Any) -> None:
    """What follows in all rooms where rows were struck out or records put apart (the keywords stand at `Room`)."""
    for room in rooms():
        if room.parted:
            room.parted(**what)


def why_not_merge(services: frozenset[str], client: str, other: str, on: date) -> list[str]:
    """Why two clients (ids) cannot become one, in sentences of all rooms; empty where they can."""
    checks = [room.why_not_merge for room in rooms() if room.why_not_merge]
    return [words for why_not in checks for words in why_not(services, client, other, on)]
