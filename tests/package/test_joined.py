"""Records of one person that were joined go out and come back as one person, by either profile."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import select

from careplan import cli
from careplan.clients.actions import Because, merge, unmerge
from careplan.clients.models import Client, Episode, Merge
from careplan.clients.queries import episode as load
from careplan.ground.db import db
from careplan.staff.rules import Actor
from tests.package.base import write
from tests.package.shell import Shell
from tests.package.test_export import ids, rows

BY, EVERYWHERE = Actor("W1", "ann", "Ann Alder"), frozenset({"S1", "S2", "S3"})


@contextmanager
def inside(shell: Shell) -> Iterator[Episode]:
    """The shell's database, with the episode E1 open; what is done inside is committed."""
    with patch.dict(os.environ, shell.environment):
        app = cli._app()
    with app.app_context():
        episode = load(EVERYWHERE, "E1")
        assert episode is not None
        yield episode
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def joined(shell: Shell, tmp_path: Path) -> Shell:
    """The base package, in which C2 is the same person as C1."""
    assert shell("import", write(tmp_path / "in")).exit_code == 0
    with inside(shell) as episode:
        other = db.session.get_one(Client, "C2")
        merge(by=BY, episode=episode, other=other, taken=(), because=Because("one person"), refusals=())
    return shell


def goes_round(shell: Shell, package: Path) -> None:
    """Another database takes the package and gives it out again byte for byte."""
    again = package.with_name("again")
    result = shell("import", package)
    assert result.exit_code == 0, result.output
    assert shell("export", again).exit_code == 0
    for path in package.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_joined_records_go_round_by_profile_2(joined: Shell, other: Shell, tmp_path: Path) -> None:
    assert joined("export", tmp_path / "a").exit_code == 0
    assert [(row["id"], row["corrects"]) for row in rows(tmp_path / "a", "clients")] == [
        ("C1", "C2"),
        ("C2", ""),
    ]
    assert [row["other_id"] for row in rows(tmp_path / "a", "client_merges")] == ["C2"]
    goes_round(other, tmp_path / "a")
    assert other("export", tmp_path / "one", "--client", "C2").exit_code == 0
    assert ids(tmp_path / "one", "clients") == ["C1", "C2"]
    assert ids(tmp_path / "one", "episodes") == ["E1", "E2", "E3"]
    with inside(other):
        there = load(EVERYWHERE, "E2")
        assert there is not None
        assert there.client.id == "C1"
    assert "Nothing added" in joined("import", tmp_path / "a").output


def test_profile_1_tells_one_person_and_leaves_out_why(joined: Shell, other: Shell, tmp_path: Path) -> None:
    result = joined("export", tmp_path / "a", "--profile", "1")
    assert "Left out, rows of client_merges.csv: 1" in result.output
    goes_round(other, tmp_path / "a")


def test_put_apart_again_the_record_of_one_does_not_name_the_other(joined: Shell, tmp_path: Path) -> None:
    with inside(joined) as episode:
        row = db.session.scalars(select(Merge)).one()
        unmerge(by=BY, episode=episode, row=row, refusal="")
    assert joined("export", tmp_path / "a", "--client", "C1").exit_code == 0
    (told,) = rows(tmp_path / "a", "client_merges")
    assert (told["survivor_id"], told["other_id"], told["undone_by"]) == ("C1", "", "W1")
    assert ids(tmp_path / "a", "clients") == ["C1"]
    assert "No faults" in joined("import", "--check", tmp_path / "a").output
