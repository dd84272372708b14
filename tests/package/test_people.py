"""People in a package: who may be one person, who has no episode, what their names and numbers may hold."""

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.package.base import FILES, swapped, with_line, write
from tests.package.conftest import Checked, places
from tests.package.shell import Shell


def warned(result) -> list[str]:
    return [line for line in result.stderr.splitlines() if line.startswith("Warning: clients.csv")]


def clients(*lines: str) -> dict[str, str]:
    header = FILES["clients"].splitlines()[0]
    episodes = FILES["episodes"].splitlines()[0]
    ids = [line.split(",")[0] for line in lines]
    return {
        "clients.csv": "\n".join([header, *lines]) + "\n",
        "episodes.csv": "\n".join([episodes, *(f"E-{id_},{id_},S1,2025-01-30,gp,,,,,," for id_ in ids)])
        + "\n",
    } | {f"{name}.csv": None for name in FILES if name not in KEPT}


KEPT = ("partnerships", "providers", "services", "clients", "episodes")
HELD = "fc1,Samuel,Sampleton,1972-05-13,male,Z,9990000018,EC1A 1BB,"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "old-77,Samuel,Sampleton,1972-05-13,male,Z,9990000018,,",
            "same NHS number; same name and date of birth",
        ),
        ("old-77,Sam,Other,1990-05-13,male,Z,9990000018,,", "same NHS number"),
        ("old-77,Samuel,Sampleton,1973-05-13,male,Z,,,", "the year off by one"),
        ("old-77,Samuel,Married,1972-05-13,not_known,Z,,,", "one of the names"),
        ("old-77,Steve,Smith,1972-05-13,male,Z,,,", "same initials, date of birth and sex"),
    ],
)
@pytest.mark.parametrize("only", [(), ("--check",)])
def test_whom_careplan_holds_is_named_with_both_ids(shell: Shell, tmp_path: Path, line, why, only) -> None:
    assert shell("import", write(tmp_path / "first", clients(HELD))).exit_code == 0
    result = shell("import", write(tmp_path / "second", clients(line)), *only)
    assert result.exit_code == 0
    [said] = warned(result)
    assert "old-77 and fc1, whom careplan holds" in said
    assert why in said


def test_somebody_else_and_the_same_package_again_are_not_warned_about(shell: Shell, tmp_path: Path) -> None:
    shell("import", write(tmp_path / "first", clients(HELD)))
    other = clients("old-77,Olga,Other,1990-01-02,female,Z,9990000026,,")
    assert warned(shell("import", write(tmp_path / "second", other))) == []
    again = shell("import", tmp_path / "first")
    assert again.stdout.startswith("Nothing added")
    assert warned(again) == []


def test_a_check_without_a_database_says_that_it_did_not_compare(bare: Shell, tmp_path: Path) -> None:
    result = bare("import", write(tmp_path / "package"), "--check")
    assert result.exit_code == 0
    assert "Not compared with the clients whom careplan holds" in result.stderr


@pytest.mark.parametrize(
    "line",
    [
        "C3,Łee,Edwards,1972-05-13,male,,,,",
        "C3,Lee,Edwards,1972-05-13,not_known,,,,",
        "C3,Lee,Married,1972-05-13,male,,,,",
        "C3,Lee,Edwards,1971-05-13,male,,,,",
    ],
)
def test_two_rows_of_a_package_that_may_be_one_person_are_both_named(checked: Checked, line: str) -> None:
    found = [one for one in checked(with_line("clients", line)).warnings if "duplicate" in one.expected]
    assert [one.line for one in found] == [2, 4]
    assert "C1 and C3 (line 4)" in found[0].expected


def test_a_corrected_client_is_no_duplicate_of_the_correction(shell: Shell, tmp_path: Path) -> None:
    shell("import", write(tmp_path / "package"))
    header, one, two = FILES["clients"].splitlines()
    more = "C1b,Leo,Edwards,1972-05-13,male,Z,9990000018,EC1A 1BB,,2026-03-30T10:00:00Z,W2,C1,misspelt"
    lines = [f"{header},recorded_at,recorded_by,corrects,correction_reason", f"{one},,,,", f"{two},,,,", more]
    result = shell("import", write(tmp_path / "second", {"clients.csv": "\n".join(lines) + "\n"}))
    assert result.exit_code == 0, result.stderr
    assert warned(result) == []


def test_a_client_without_an_episode_is_a_warning(checked: Checked) -> None:
    found = checked(with_line("clients", "C3,Nora,Noepisode,1981-06-15,female,,,,"))
    assert places(found) == []
    assert [(one.line, one.column, one.value) for one in found.warnings] == [(4, "id", "C3")]


@pytest.mark.parametrize("digit", "0123456789")
def test_ten_equal_digits_are_no_number(checked: Checked, digit: str) -> None:
    found = checked(swapped("clients", "9990000018", digit * 10))
    assert places(found) == [("clients.csv", 2, "nhs_number")]


@pytest.mark.parametrize("name", ["Lee ", " Lee", "L\u200bee", '"L\nee"', "L\u2028ee", "L\x7fee", "x" * 101])
def test_a_name_that_the_form_would_refuse_is_a_fault_at_its_place(checked: Checked, name: str) -> None:
    assert places(checked(swapped("clients", "C1,Lee", f"C1,{name}"))) == [("clients.csv", 2, "first_name")]


def test_a_worker_is_a_person_too(checked: Checked) -> None:
    found = checked(swapped("workers", "Kay Worker", "Kay Worker "))
    assert places(found) == [("workers.csv", 2, "name")]


TWO = json.dumps({"profile": "tabular-data-package", "careplan:package": "careplan-record-package/2"})


def births(*cells: str) -> dict[str, str | bytes | None]:
    """The base package in profile 2, with a birth and how it is known for each client."""
    header, *lines = FILES["clients"].splitlines()
    known = [f"{line},{cell}" for line, cell in zip(lines, cells, strict=True)]
    return {"clients.csv": "\n".join([f"{header},birth_known", *known]) + "\n", "datapackage.json": TWO}


def with_birth(line: int, day: str, known: str) -> dict[str, str | bytes | None]:
    given = ["", ""]
    given[line] = known
    changed = births(*given)
    old = ("1972-05-13", "1965-07-12")[line]
    return changed | {"clients.csv": str(changed["clients.csv"]).replace(old, day)}


@pytest.mark.parametrize(
    ("day", "known", "faults"),
    [
        ("1900-01-01", "unknown", []),
        ("1972-01-01", "estimated", []),
        ("1972-05-13", "known", []),
        ("1972-05-13", "estimated", [("clients.csv", 2, "date_of_birth")]),
        ("1972-05-13", "unknown", [("clients.csv", 2, "date_of_birth")]),
        ("1972-05-13", "perhaps", [("clients.csv", 2, "birth_known")]),
        ("2025-01-01", "estimated", []),
    ],
)
def test_what_stands_for_a_birth_that_is_not_known(checked: Checked, day, known, faults) -> None:
    assert places(checked(with_birth(0, day, known))) == faults


def test_nobody_of_unknown_birth_is_under_age(checked: Checked) -> None:
    assert list(checked(with_birth(0, "1900-01-01", "unknown")).warnings) == []


def test_one_name_and_an_estimated_birth_go_round(shell: Shell, tmp_path: Path) -> None:
    given = with_birth(0, "1972-01-01", "estimated")
    given["clients.csv"] = str(given["clients.csv"]).replace("Lee,Edwards", "Lee,-")
    assert shell("import", write(tmp_path / "package", given)).exit_code == 0
    assert shell("export", tmp_path / "out").exit_code == 0
    lines = (tmp_path / "out" / "clients.csv").read_text().splitlines()
    assert "birth_known" in lines[0]
    assert lines[1].startswith("C1,Lee,-,1972-01-01,male")
    assert ",estimated," in lines[1]


def test_whom_a_package_brings_without_an_episode_its_services_find(shell: Shell, tmp_path: Path) -> None:
    more = with_line("clients", "C3,Nora,Noepisode,1981-06-15,female,,,,")
    assert shell("import", write(tmp_path / "package", more)).exit_code == 0
    assert shell("import", tmp_path / "package").stdout.startswith("Nothing added")
    engine = create_engine(shell.environment["DATABASE_URL"])
    with engine.connect() as connection:
        kept = connection.execute(
            text("SELECT client_id, service_id FROM arrivals ORDER BY service_id")
        ).all()
    engine.dispose()
    assert [tuple(row) for row in kept] == [("C3", "S1"), ("C3", "S2")]
