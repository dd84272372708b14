"""A further room shows in banner, history, navigation and Today by what it offers, and costs a record no statement."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import String, cast, null

from careplan.clients.codes import READ_RECORD
from careplan.clients.models import Episode
from careplan.ground import history, marks
from careplan.ground.corrections import live
from careplan.ground.memory import forget
from careplan.ground.offers import (
    Flag,
    Gap,
    History,
    Line,
    Marks,
    Part,
    Pending,
    Place,
    Rank,
    Room,
    Tab,
    Todo,
    each,
)
from careplan.staff.models import Service
from tests.conftest import Browser


@dataclass(frozen=True)
class Added:
    """A fact of the further room."""

    id: str


@dataclass(frozen=True)
class Loose:
    """A fact that stands in no record."""

    id: str


ON = date(2026, 3, 2)
ADDED = Room(
    name="added",
    places=(Place("Added place", "record.caseload", READ_RECORD, 45),),
    tabs=(Tab("added", "Added tab", "record.history", 55),),
    pending=(
        Pending(
            (Added,),
            lambda: [marks.mark(Added, Episode.root_id, id=Episode.id).where(live(Episode))],
            each(lambda fact, of, *_: [of.line("added fact", ON, Rank.DUE, "record.overview", "See it")]),
        ),
        Pending(
            (Loose,),
            lambda: [marks.mark(Loose, cast(null(), String), id=Service.id)],
            lambda rows, worker, on: [
                Todo("", worker.name, f"added work {len(rows)}", on, Rank.DUE, "record.caseload", (), "Do it")
            ],
        ),
    ),
    history=History(
        lambda: [history.recorded("added", Episode).where(Episode.root_id == history.EPISODE)],
        (Line("added", "Added act", "record.overview", lambda entry: entry.kind, "added"),),
        (Part("added", "Added part", 90),),
    ),
    marks=Marks(
        (Added,),
        always=lambda: [marks.mark(Added, Episode.id, id=Episode.id).where(Episode.root_id == marks.EPISODE)],
        flags=lambda shown: [
            Flag("Added flag", "record.overview", "grey", 1) for one in shown if isinstance(one, Added)
        ],
        gaps=lambda shown, *_: [
            Gap("Added gap", "Missing", "record.history") for one in shown if isinstance(one, Added)
        ],
    ),
)


@pytest.fixture
def widened(app: Flask):
    """The application with one room more."""
    before = app.extensions["careplan_rooms"]
    yield lambda: app.extensions.update(careplan_rooms=(*before, ADDED))
    app.extensions["careplan_rooms"] = before


@pytest.mark.parametrize("page", ["", "/history"])
def test_a_further_room_costs_a_record_no_statement(
    house: SimpleNamespace, as_keyworker: Browser, statements: list[str], widened, page: str
) -> None:
    path = f"/record/{house.episode}{page}"
    as_keyworker.get(path)
    forget()
    statements.clear()
    plain = as_keyworker.get(path).text
    few = len(statements)
    widened()
    statements.clear()
    wide = as_keyworker.get(path).text
    assert len(statements) == few
    for words in ("Added flag", "Added tab", "Added place"):
        assert words in wide
        assert words not in plain
    if page:
        assert "Added act" in wide
        assert "Added part" in wide
    else:
        assert "Added gap" in wide


def test_what_waits_in_a_further_room_stands_on_today_and_costs_no_statement(
    as_keyworker: Browser, statements: list[str], widened
) -> None:
    plain = as_keyworker.get("/").text
    few = len(statements)
    widened()
    statements.clear()
    wide = as_keyworker.get("/").text
    assert len(statements) == few
    for words in ("Added work 2", "Added fact"):
        assert words in wide
        assert words not in plain
    assert "ELSEWHERE" not in wide
