"""`careplan checklist check`: an edition in words, and what is wrong with one."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from careplan.checklists.queries import BANKS
from careplan.cli import group

HEAD = """edition = "9"
in_force_from = 2027-01-01
extends = "3"
source = "Fictitious"
how = "assumed"
"""
NEW = """
[[items]]
item = "keeps_a_pet"
section = "Housing"
domain = "social"
question = "Is there an animal to be cared for?"
answer = { type = "yes_no" }
in = { comprehensive = "always" }
source = "Fictitious"
"""


def checked(app: Flask, file: Path) -> Result:
    return app.test_cli_runner().invoke(group, ["checklist", "check", str(file)], prog_name="careplan")


@pytest.fixture
def section() -> str:
    """The title of some section."""
    return next(iter(BANKS.edition("3").sections.values()))


def draft(path: Path, *parts: str) -> Path:
    file = path / "draft.toml"
    file.write_text("".join(parts), encoding="utf-8")
    return file


def test_a_new_edition_is_told_in_words(app: Flask, tmp_path: Path, section: str) -> None:
    item = NEW.replace("Housing", section)
    answer = checked(app, draft(tmp_path, HEAD, item, "\n[retired]\nitems = ['driving']\n"))
    assert answer.exit_code == 0, answer.output
    lines = answer.stdout.splitlines()
    assert lines[0] == "Edition 9 is right. In force from 1 January 2027; not signed off in its file."
    assert any(
        one.startswith("New: keeps_a_pet, in Comprehensive assessment (always): Is there") for one in lines
    )
    assert any(one.startswith("Gone: driving, in ") for one in lines)
    assert any("98 expected by the tool score" in one for one in lines), "one came, one went"


def test_the_editions_that_are_here_are_right(app: Flask) -> None:
    for path in BANKS.paths():
        assert checked(app, path).exit_code == 0


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ((HEAD, NEW.replace('section = "Housing"', "")), "“section” is missing"),
        ((HEAD, NEW + 'colour = "red"'), "“colour” is not a word of this file"),
        ((HEAD, NEW.replace('"yes_no"', '"maybe"')), "“maybe” is not one of the words that may stand there"),
        ((HEAD, NEW.replace('"Housing"', '"Nowhere"')), "unknown section Nowhere"),
        ((HEAD.replace('"3"', '"33"'),), "there is no edition 33 to build on"),
        ((HEAD.replace('"9"', '"2"'),), "there is an edition 2 already, and none is changed"),
        ((HEAD, "not = [toml"), "draft.toml: "),
    ],
)
def test_a_wrong_edition_is_explained_and_changes_nothing(
    app: Flask, tmp_path: Path, parts: tuple[str, ...], sentence: str
) -> None:
    answer = checked(app, draft(tmp_path, *parts))
    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert sentence in answer.stderr
    assert "Nothing was changed." in answer.stderr
