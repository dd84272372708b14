"""docs/rules.md is made of code and data."""

from pathlib import Path

from careplan.cli import group
from careplan.prescribing.pages.rulebook import as_text
from careplan.prescribing.rules.book import BOOK
from careplan.prescribing.rules.standard import UK

PAGE = Path(__file__).resolve().parents[2] / "docs/rules.md"


def test_the_page_of_the_docs_is_made_of_code_and_data():
    assert PAGE.read_text("utf-8") == as_text(BOOK.latest, UK.latest)


def test_the_command_prints_the_page_of_the_docs(app):
    answer = app.test_cli_runner().invoke(group, ["rules"])
    assert (answer.exit_code, answer.output) == (0, as_text(BOOK.latest, UK.latest))
