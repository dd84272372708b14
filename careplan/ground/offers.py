"""What a room offers to those above it: declared in its `room.py`, gathered by the application (house.md B12)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, cast

from click import Command
from flask import Blueprint, Flask, current_app


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: its words, its endpoint, who may go there, and where it stands (the lowest first)."""

    text: str
    endpoint: str
    permission: str
    order: int


@dataclass(frozen=True, slots=True)
class Tab:
    """A page among the tabs of a record: what a template calls it, its words, its endpoint, and where it stands."""

    key: str
    text: str
    endpoint: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One room and what it offers; whatever it does not offer stays empty.

    `models` is the module of its tables, `commands` are those of `careplan`, `places` and `tabs` lead to its pages.
    `checklist_facts(services, episode)`: what the conditions of a checklist ask of the episode (its root id).
    `answers_saved(by=, services=, episode=, sheet=, given=)`: does what follows from saved answers of an assessment,
    and says it in sentences.
    """

    name: str
    blueprint: Blueprint | None = None
    models: ModuleType | None = None
    commands: tuple[Command, ...] = ()
    places: tuple[Place, ...] = ()
    tabs: tuple[Tab, ...] = ()
    checklist_facts: Callable[[frozenset[str], str], Sequence[Any]] | None = None
    answers_saved: Callable[..., Iterable[str]] | None = None


def gather(app: Flask, rooms: Iterable[Room]) -> None:
    """Make the rooms known to the application and register their pages; `create_app` calls this once."""
    app.extensions["careplan_rooms"] = tuple(rooms)
    for room in app.extensions["careplan_rooms"]:
        if room.blueprint is not None:
            app.register_blueprint(room.blueprint)


def rooms() -> tuple[Room, ...]:
    """All rooms of the application, in their declared order."""
    return cast(tuple[Room, ...], current_app.extensions["careplan_rooms"])


def places() -> list[Place]:
    """The navigation of the whole house."""
    return sorted((one for room in rooms() for one in room.places), key=lambda one: one.order)


def tabs() -> list[Tab]:
    """The tabs of a record."""
    return sorted((one for room in rooms() for one in room.tabs), key=lambda one: one.order)


def checklist_facts(services: frozenset[str], episode: str) -> list[Any]:
    """What all rooms know of the episode (its root id) that a checklist's condition may ask for."""
    return [
        fact for room in rooms() if room.checklist_facts for fact in room.checklist_facts(services, episode)
    ]


def answers_saved(**saved: Any) -> list[str]:
    """What follows in other rooms from saved answers (the keywords stand at `Room`), in sentences."""
    return [words for room in rooms() if room.answers_saved for words in room.answers_saved(**saved)]
