"""`careplan audit`: its formats, and one line with exit code 2 for a wrong argument."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from careplan import create_app
from careplan.audit.commands import audit_command
from careplan.ground.clock import today
from careplan.ground.db import db, transaction
from careplan.ground.migrations import upgrade
from tests.audit.samples import bring_in

ASK = ["--service", "S0001", "--census", "2026-03-31"]


@pytest.fixture(scope="module")
def filled(settings: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app over a database of its own that holds the first sample."""
    file = tmp_path_factory.mktemp("audit") / "filled.sqlite"
    app = create_app(settings | {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{file}"})
    with app.app_context():
        with db.engine.begin() as connection:
            upgrade(connection)
        with transaction() as session:
            bring_in(session, 1)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def run(filled: Flask) -> Any:
    """Runs the command with these words."""
    return lambda *words: filled.test_cli_runner().invoke(audit_command, words)


def test_json_goes_to_standard_output_with_records_only_when_asked(run: Any) -> None:
    bare = json.loads(run(*ASK, "--format", "json").stdout)
    full = json.loads(run(*ASK, "--format", "json", "--records").stdout)
    assert bare["unit"] == {"level": "service", "id": "S0001", "name": "Barton service 1"}
    assert "records" not in bare["care_plan"]["cp1"]
    assert len(full["care_plan"]["cp1"]["records"]["denominator"]) == bare["care_plan"]["cp1"]["denominator"]
    assert bare["overall"] == {"sum": None, "rating": None, "criteria_known": 2, "provisional": False}


def test_text_gives_figures_bands_and_what_is_not_built(run: Any) -> None:
    text = run(*ASK).stdout
    assert "reconstructed 2005/06 framework; not a current CQC or OHID rating" in text
    assert (
        "4.3a  Methadone, first twelve weeks: supervised on three days a week or more: 8 of 11 (72.7%); fair"
        in text
    )
    assert "no weekly regimen in force 2" in text
    assert "1.1   Elements of the service level agreement that both sides report: not yet" in text
    assert "CO0000495" not in text
    assert "CO0000495" in run(*ASK, "--records").stdout


def test_a_partnership_says_how_many_services_are_weak(run: Any) -> None:
    answer = run("--partnership", "P001", "--census", "2026-03-31", "--format", "json")
    measures = json.loads(answer.stdout)["criteria"][2]["questions"][0]["measures"]
    assert measures[0]["services"] == {"known": 2, "weak": 1}
    assert (
        "services with a band: 2, of these weak: 1"
        in run("--partnership", "P001", "--census", "2026-03-31").stdout
    )


def test_a_mid_point_gives_retention_its_band(run: Any) -> None:
    data = json.loads(run(*ASK, "--midpoint", "11.1=88.4", "--format", "json").stdout)
    (measure,) = data["criteria"][10]["questions"][0]["measures"]
    assert (measure["status"], measure["band"]) == ("scored", "good")
    data = json.loads(run(*ASK, "--midpoint", "11.1=88.5", "--format", "json").stdout)
    assert data["criteria"][10]["questions"][0]["band"] in ("weak", "fair")


def test_nothing_was_known_before_the_import(run: Any) -> None:
    data = json.loads(run(*ASK, "--as-known-on", "2026-03-31", "--format", "json").stdout)
    assert data["care_plan"]["cp1"] == {"numerator": 0, "denominator": 0}


def test_the_report_goes_to_a_file(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "audit.json"
    answer = run(*ASK, "--format", "json", "-o", str(target))
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["format"] == "careplan-audit/1"


def test_a_future_census_is_computed_with_a_warning(run: Any) -> None:
    later = (today() + timedelta(days=1)).isoformat()
    answer = run("--service", "S0001", "--census", later)
    assert answer.exit_code == 0
    assert len(answer.stderr.splitlines()) == 1
    assert later in answer.stderr


def one_line(answer: Result) -> bool:
    return (answer.exit_code, answer.stdout, len(answer.stderr.splitlines())) == (2, "", 1)


@pytest.mark.parametrize(
    "words",
    [
        ["--service", "NOPE", "--census", "2026-03-31"],
        ["--service", "", "--census", "2026-03-31"],
        ["--service", "S\n0001", "--census", "2026-03-31"],
        ["--service", "S\udc80", "--census", "2026-03-31"],
        ["--partnership", "S0001", "--census", "2026-03-31"],
        ["--census", "2026-03-31"],
        ["--service", "S0001"],
        [*ASK, "--partnership", "P001"],
        *(["--service", "S0001", "--census", day] for day in ("2026-02-30", "2026-3-1", "today")),
        *(["--service", "S0001", "--census", day] for day in ("9999-12-31", "0001-01-01")),
        [*ASK, "--as-known-on", "31.3.2026"],
        *([*ASK, "--midpoint", point] for point in ("4.1a=60", "11.1", "11.1=", "11.1=101", "11.1=-5", "11.1=1e9")),
        [*ASK, "-o", "/no/such/folder/audit.json"],
    ],
)  # fmt: skip
def test_a_wrong_argument_is_one_line_and_exit_code_2(run: Any, words: list[str]) -> None:
    assert one_line(run(*words))


def test_a_database_that_was_never_migrated_is_said_in_one_line(
    settings: dict[str, Any], tmp_path: Path
) -> None:
    app = create_app(settings | {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'empty.sqlite'}"})
    answer = app.test_cli_runner().invoke(audit_command, ASK)
    with app.app_context():
        db.engine.dispose()
    assert answer.exit_code == 1
    assert "careplan migrate" in answer.stderr


def test_the_earliest_census_has_no_data_and_no_error(run: Any) -> None:
    answer = run("--service", "S0001", "--census", date(1902, 1, 1).isoformat())
    assert answer.exit_code == 0
    assert "no data" in answer.stdout
