"""Standards in TOML: each kind of wrong file gives its sentence, a day chooses the edition, a delta builds on one."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from msgspec import Struct

from careplan.cli import group
from careplan.ground.offers import Room
from careplan.ground.standards import (
    Edition,
    How,
    Positive,
    Series,
    Sourced,
    StandardError,
    provenance,
    report,
)
from careplan.rooms import ROOMS
from tests.standards import planted, with_edition


class Limit(Sourced, frozen=True, kw_only=True):
    days: Positive


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    words: str


class Small(Edition, frozen=True, kw_only=True):
    limit: Limit
    more: Mapping[str, Limit] = {}
    steps: tuple[Step, ...] = ()


TEXT = """id = "small"
edition = "1"
in_force_from = 2020-01-01
source = "Composed here"
how = "assumed"

[limit]
days = 3
source = "A guide"
page = "12"
how = "read"

[more.second]
days = 9
source = "A guide"
how = "remembered"

[[steps]]
code = "ring"
words = "Ring"

[[steps]]
code = "write"
words = "Write"
"""


@pytest.fixture
def small(tmp_path: Path) -> Series[Small]:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "small-1.toml").write_text(TEXT, "utf-8")
    return Series(folder, "small", Small, {"steps": ("code",)})


def second(small: Series[Small], tmp_path: Path, text: str) -> Series[Small]:
    folder = tmp_path / "two"
    folder.mkdir()
    return with_edition(small, folder, "2", text)


def test_an_edition_is_read_with_the_provenance_of_each_value(small: Series[Small]) -> None:
    one = small.latest
    assert (one.limit.days, one.limit.page, one.limit.how, one.edition) == (3, "12", How.READ, "1")
    (path,) = small.paths()
    assert provenance(small.tables(path), path.name) == {"read": 1, "remembered": 1, "assumed": 4}
    assert list(report([small])) == [
        (True, "small-1.toml: edition 1, in force from 2020-01-01: 1 read, 1 remembered, 4 assumed")
    ]


FAULTS = [
    ("days = 3", "days = 3\ncolour = 1", "limit: Object contains unknown field `colour`"),
    ("days = 3", "", "limit: Object missing required field `days`"),
    ("days = 3", 'days = "3"', "limit.days: Expected `int`, got `str`"),
    ("days = 3", "days = true", "limit.days: Expected `int`, got `bool`"),
    ("days = 3", "days = 0", "limit.days: Expected `int` >= 1"),
    ("days = 3", "days = 3\ndays = 4", "Cannot overwrite a value (at line 9, column 9)"),
    ("2020-01-01", '"2020-01-01"', "in_force_from: Expected `date`, got `str`"),
    ('page = "12"\n', "page = 12\n", "limit.page: Expected `str`, got `int`"),
    ('source = "A guide"', 'source = ""', "limit.source: Expected `str` of length >= 1"),
    ('source = "A guide"\npage', "page", "limit: Object missing required field `source`"),
    ('source = "Composed here"\n', "", "steps.ring.code: a source is missing"),
    ('how = "assumed"\n', "", "steps.ring.code: how is read or remembered or assumed or local, not left out"),
    ('how = "read"', 'how = "S"', "limit.how: Invalid enum value 'S'"),
    ('how = "assumed"', 'how = "guessed"', "how: Invalid enum value 'guessed'"),
    ('code = "write"', 'code = "ring"', "steps: ring stands there twice"),
    ('edition = "1"', 'edition = "2"', "id: the file of id and edition is called small-2.toml"),
    ('id = "small"', 'id = "large"', "id: the file of id and edition is called small-1.toml"),
    ('edition = "1"', 'edition = "1"\nextends = "0"', "extends: there is no edition 0 to build on"),
    ('edition = "1"', 'edition = "1"\nextends = "1"', "extends: there is no edition 1 to build on"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), FAULTS)
def test_a_wrong_file_is_refused_in_one_sentence_with_file_and_key(
    old: str, new: str, sentence: str, small: Series[Small], tmp_path: Path
) -> None:
    wrong = planted(small, tmp_path, (old, new))
    assert list(report([wrong])) == [(False, f"small-1.toml: {sentence}")]
    with pytest.raises(StandardError):
        wrong.latest  # noqa: B018


def test_the_edition_is_that_of_the_day_on_which_something_happened(
    small: Series[Small], tmp_path: Path
) -> None:
    both = second(small, tmp_path, 'in_force_from = 2026-04-01\nextends = "1"\n')
    days = [date(1999, 1, 1), date(2020, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2040, 1, 1)]
    assert [both.on(day).edition for day in days] == ["1", "1", "1", "2", "2"]
    assert both.edition("1").limit.days == 3
    with pytest.raises(KeyError):
        both.edition("3")


def test_a_delta_changes_adds_and_retires_and_leaves_the_rest(small: Series[Small], tmp_path: Path) -> None:
    delta = """in_force_from = 2026-04-01
extends = "1"
[limit]
days = 4
[more.third]
days = 1
source = "A circular"
how = "local"
[[steps]]
code = "write"
words = "Write a letter"
[[steps]]
code = "visit"
words = "Visit"
[retired]
more = ["second"]
steps = ["ring"]
"""
    one = second(small, tmp_path, delta).latest
    assert (one.limit.days, one.limit.source, one.source) == (4, "A guide", "Composed here")
    assert list(one.more) == ["third"]
    assert [(step.code, step.words) for step in one.steps] == [
        ("write", "Write a letter"),
        ("visit", "Visit"),
    ]


def test_a_sign_off_is_not_inherited(small: Series[Small], tmp_path: Path) -> None:
    signed = planted(small, tmp_path, ('edition = "1"', 'edition = "1"\nsigned_off_by = "Dr Leah Lead"'))
    both = second(signed, tmp_path, 'in_force_from = 2026-04-01\nextends = "1"\n')
    assert [one.signed_off_by for one in both.editions] == ["Dr Leah Lead", ""]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("retired = 3", "retired: Expected `object`, got `int`"),
        ("steps = [3]", "steps: a list of tables is needed"),
        ("steps = 3", "steps: a list of tables is needed"),
        ("limit = 3", "limit: Expected `object`, got `int`"),
        ('how = ["read"]', "how: Expected `str | null`, got `array`"),
    ],
)
def test_nonsense_in_a_delta_is_told_in_one_sentence(
    text: str, sentence: str, small: Series[Small], tmp_path: Path
) -> None:
    both = second(small, tmp_path, f'in_force_from = 2026-04-01\nextends = "1"\n{text}\n')
    with pytest.raises(StandardError) as error:
        both.latest  # noqa: B018
    assert str(error.value) == f"small-2.toml: {sentence}"


@pytest.mark.parametrize("key", ["more", "steps"])
def test_a_delta_cannot_retire_what_was_never_there(key: str, small: Series[Small], tmp_path: Path) -> None:
    both = second(
        small, tmp_path, f'in_force_from = 2026-04-01\nextends = "1"\n[retired]\n{key} = ["gone"]\n'
    )
    with pytest.raises(StandardError, match=f"small-2.toml: retired.{key}: the edition before has no gone"):
        both.latest  # noqa: B018


def test_a_file_that_nothing_reads_is_a_fault(small: Series[Small]) -> None:
    (small.folder / "lost-1.toml").write_text("", "utf-8")
    assert (False, "lost-1.toml: nothing reads this file") in list(report([small]))


def test_every_standard_of_the_house_is_declared_and_right(app: Flask) -> None:
    result = app.test_cli_runner().invoke(group, ["standards", "check"])
    house = Path(__file__).parents[2] / "careplan"
    files = [path for name in ("standards", "reviews", "editions") for path in house.rglob(f"{name}/*.toml")]
    assert result.exit_code == 0, result.output
    assert sorted(line.split(":")[0] for line in result.output.splitlines()) == sorted(p.name for p in files)


def test_the_check_says_what_is_wrong_and_fails(
    app: Flask, small: Series[Small], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = planted(small, tmp_path, ("days = 3", 'days = "3"'))
    monkeypatch.setitem(app.extensions, "careplan_rooms", (*ROOMS, Room(name="planted", standards=(wrong,))))
    result = app.test_cli_runner().invoke(group, ["standards", "check"])
    assert result.exit_code == 1
    assert "small-1.toml: limit.days: Expected `int`, got `str`" in result.output
    assert "waits-1.toml: edition 1" in result.output


def test_nothing_else_of_the_house_reads_toml() -> None:
    house = Path(__file__).parents[2] / "careplan"
    readers = [path.name for path in house.rglob("*.py") if "tomllib" in path.read_text("utf-8")]
    assert readers == ["standards.py"]
