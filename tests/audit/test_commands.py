"""`careplan audit`: its formats, and one line with exit code 2 for a wrong argument."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from careplan import create_app
from careplan.audit.commands import audit_command, audit_pack
from careplan.audit.release.packs.archive import opened
from careplan.audit.release.packs.verify import verified
from careplan.ground.clock import today
from careplan.ground.db import db, transaction
from careplan.ground.migrations import upgrade
from careplan.trail.models import TrailEntry
from careplan.ui.pdf import installed
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
    assert bare["overall"] == {"sum": 27, "rating": "good", "criteria_known": 9, "provisional": True}


def test_text_gives_figures_bands_and_what_is_not_known(run: Any) -> None:
    text = run(*ASK).stdout
    assert "reconstructed 2005/06 framework; not a current CQC or OHID rating" in text
    assert (
        "4.3a  Methadone, first twelve weeks: supervised on three days a week or more: 5 of 11 (45.5%); weak"
        in text
    )
    assert "no dose order in force 1" in text
    assert "Successful exits: 6 of 16 (37.5%); no band: the national mid-point is not set" in text
    assert "CO0000506" not in text
    assert "CO0000506" in run(*ASK, "--records").stdout


def test_a_partnership_says_how_many_services_are_weak(run: Any) -> None:
    answer = run("--partnership", "P001", "--census", "2026-03-31", "--format", "json")
    measures = json.loads(answer.stdout)["criteria"][2]["questions"][0]["measures"]
    assert measures[0]["services"] == {"known": 2, "weak": 1}
    assert (
        "services with a band: 2, of these weak: 1"
        in run("--partnership", "P001", "--census", "2026-03-31").stdout
    )


def test_a_mid_point_gives_retention_its_band(run: Any) -> None:
    data = json.loads(run(*ASK, "--midpoint", "11.1=78.1", "--format", "json").stdout)
    (measure,) = data["criteria"][10]["questions"][0]["measures"]
    assert (measure["status"], measure["band"]) == ("scored", "good")
    data = json.loads(run(*ASK, "--midpoint", "11.1=78.2", "--format", "json").stdout)
    assert data["criteria"][10]["questions"][0]["band"] in ("weak", "fair")


def test_the_country_is_one_report_of_partnerships(run: Any) -> None:
    data = json.loads(run("--national", "--census", "2026-03-31", "--format", "json").stdout)
    assert data["unit"] == {"level": "national", "id": "national", "name": "National"}
    assert [one["overall"]["rating"] for one in data["partnerships"]] == ["fair"]
    assert (
        "Barton partnership 1 (P001): fair (24, provisional)"
        in run("--national", "--census", "2026-03-31").stdout
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_country_goes_out_as_a_file(run: Any, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"national.{kind}"
    answer = run("--national", "--census", "2026-03-31", "--format", kind, "-o", str(target))
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert target.stat().st_size > 500


def test_another_ruleset_goes_through_the_same_command(run: Any) -> None:
    answer = run(*ASK, "--ruleset", "care-plan-standards", "--format", "json")
    data = json.loads(answer.stdout)
    assert [one["id"] for one in data["criteria"]] == ["s1", "s2", "s3", "s4", "s5"]
    assert data["ruleset"]["name"] == "care-plan-standards"
    assert "Overall: 7 of 15, weak (5 of 5 criteria)" in run(*ASK, "--ruleset", "care-plan-standards").stdout


def test_mid_points_are_given_one_by_one(run: Any) -> None:
    both = ["--midpoint", "11.1=10", "--midpoint", "11.2=10"]
    data = json.loads(run(*ASK, *both, "--format", "json").stdout)
    assert data["criteria"][10]["band"] == "good"
    assert data["overall"]["criteria_known"] == 10


def test_nothing_was_known_before_the_import(run: Any) -> None:
    data = json.loads(run(*ASK, "--as-known-on", "2026-03-31", "--format", "json").stdout)
    assert data["care_plan"]["cp1"] == {"numerator": 0, "denominator": 0}
    country = ["--national", "--census", "2026-03-31", "--as-known-on", "2026-03-31", "--format", "json"]
    data = json.loads(run(*country).stdout)
    assert data["distribution"]["overall"]["none"] == 1
    assert data["completeness"]["risk"] == {"asked": 0, "expected": 0, "items": []}


def test_the_report_goes_to_a_file(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "audit.json"
    answer = run(*ASK, "--format", "json", "-o", str(target))
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["format"] == "careplan-audit/1"


def test_a_csv_file_has_its_table_schema_beside_it(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "audit.csv"
    answer = run(*ASK, "--format", "csv", "-o", str(target))
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert target.read_bytes() == run(*ASK, "--format", "csv").stdout_bytes
    schema = json.loads((tmp_path / "audit.schema.json").read_text(encoding="utf-8"))
    head = target.read_text(encoding="utf-8").splitlines()[0]
    assert head.split(",") == [field["name"] for field in schema["fields"]]


def test_a_workbook_goes_to_a_file(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "audit.xlsx"
    assert run(*ASK, "--format", "xlsx", "-o", str(target)).exit_code == 0
    assert target.read_bytes().startswith(b"PK")


def test_a_file_for_readers_outside_hides_small_numbers(run: Any) -> None:
    for unit in (ASK, ["--partnership", "P001", "--census", "2026-03-31"]):
        answer = run(*unit, "--format", "csv", "--outside")
        assert answer.exit_code == 0
        rows = list(csv.DictReader(StringIO(answer.stdout)))
        hidden = [row for row in rows if row["denominator"] == "*"]
        assert hidden
        assert all(row["numerator"] == row["value"] == row["band"] == "*" for row in hidden)
        counted = [row for row in rows if row["measure"][:3] in ("4.1", "4.2", "4.3", "4.4", "11.")]
        assert not [row for row in counted if row["denominator"] in ("1", "2", "3", "4")]
        assert {row["excluded"] for row in rows} <= {"{}", "*"}


def test_without_weasyprint_one_line_says_what_to_install(run: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    answer = run(*ASK, "--format", "pdf", "-o", str(tmp_path / "audit.pdf"))
    assert one_line(answer)
    assert "pip install 'careplan[pdf]'" in answer.stderr


@pytest.mark.skipif(not installed(), reason="WeasyPrint is not installed")
def test_with_weasyprint_a_pdf_is_written(run: Any, tmp_path: Path) -> None:
    for unit in (ASK, ["--partnership", "P001", "--census", "2026-03-31", "--outside"]):
        assert run(*unit, "--format", "pdf", "-o", str(tmp_path / "audit.pdf")).exit_code == 0
        assert (tmp_path / "audit.pdf").read_bytes().startswith(b"%PDF-")


def test_a_pack_is_built_checks_itself_and_is_written_to_the_trail(
    filled: Flask, run: Any, tmp_path: Path
) -> None:
    target = tmp_path / "pack.zip"
    for unit in (ASK, ["--partnership", "P001", "--census", "2026-03-31", "--midpoint", "11.1=75"]):
        answer = filled.test_cli_runner().invoke(audit_pack, ["build", *unit, "-o", str(target)])
        assert answer.exit_code == 0
        found = verified(target.read_bytes(), answer.stdout.split()[4])
        assert found.faults == ()
        assert b"CO0000506" not in b"".join(opened(target.read_bytes()).values())
    with filled.app_context():
        entries = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "audit.pack_built")).all()
        assert {entry.subject for entry in entries} == {"services:S0001", "partnerships:P001"}


def test_a_pack_of_nothing_is_one_line_and_exit_code_2(filled: Flask, tmp_path: Path) -> None:
    target = str(tmp_path / "pack.zip")
    for words in (["--service", "NOPE", "--census", "2026-03-31"], ["--service", "S0001"], ASK[:2]):
        answer = filled.test_cli_runner().invoke(audit_pack, ["build", *words, "-o", target])
        assert one_line(answer)


def test_a_future_census_is_computed_with_a_warning(run: Any) -> None:
    later = (today() + timedelta(days=1)).isoformat()
    for unit in (["--service", "S0001"], ["--partnership", "P001"], ["--national"]):
        answer = run(*unit, "--census", later)
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
        [*ASK, "--national"],
        ["--national", "--census", "2026-02-30"],
        [*ASK, "--ruleset", "1066"],
        [*ASK, "--ruleset", "../2005-06"],
        [*ASK, "--ruleset", "care-plan-standards", "--midpoint", "11.1=75"],
        *(["--service", "S0001", "--census", day] for day in ("2026-02-30", "2026-3-1", "today")),
        *(["--service", "S0001", "--census", day] for day in ("9999-12-31", "0001-01-01")),
        [*ASK, "--as-known-on", "31.3.2026"],
        *([*ASK, "--midpoint", point] for point in ("4.1a=60", "11.1", "11.1=", "11.1=101", "11.1=-5", "11.1=1e9")),
        [*ASK, "-o", "/no/such/folder/audit.json"],
        [*ASK, "--format", "xlsx"],
        [*ASK, "--format", "pdf"],
        ["--national", "--census", "2026-03-31", "--format", "pdf", "-o", "/tmp/audit.pdf"],
        [*ASK, "--format", "csv", "--outside", "--as-known-on", "2026-12-31"],
        [*ASK, "--format", "json", "--outside"],
        [*ASK, "--format", "csv", "--outside", "--ruleset", "care-plan-standards"],
        ["--national", "--census", "2026-03-31", "--format", "csv", "--outside"],
        ["--service", "S0001", "--census", "2026-03-30", "--format", "csv", "--outside"],
    ],
)  # fmt: skip
def test_a_wrong_argument_is_one_line_and_exit_code_2(run: Any, words: list[str]) -> None:
    assert one_line(run(*words))


def test_a_missing_census_is_said_to_be_missing(run: Any) -> None:
    assert "--census is missing" in run("--service", "S0001").stderr


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
    for unit in (["--service", "S0001"], ["--partnership", "P001"], ["--national"]):
        answer = run(*unit, "--census", date(1902, 1, 1).isoformat())
        assert answer.exit_code == 0
        assert answer.stderr == ""
    for unit, more in ((["--service", "S0001"], {"partnership_only"}), (["--partnership", "P001"], set())):
        data = json.loads(run(*unit, "--census", "1902-01-01", "--format", "json").stdout)
        statuses = {m["status"] for c in data["criteria"] for q in c["questions"] for m in q["measures"]}
        assert statuses == {"no_data", "not_applicable"} | more
    data = json.loads(run("--national", "--census", "1902-01-01", "--format", "json").stdout)
    bands = {band for one in data["partnerships"] for band in one["bands"].values()}
    assert bands == {None}
