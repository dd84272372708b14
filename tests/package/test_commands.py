"""`careplan import` and `careplan export` as a person runs them, each on a database of its own."""

import csv
import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.package.base import FILES, swapped, write
from tests.package.shell import Shell

SAMPLE = Path(__file__).parents[1] / "data" / "audit" / "sample-1.zip"


def test_export_import_export_gives_the_same_bytes(shell: Shell, other: Shell, tmp_path: Path) -> None:
    come_and_go(shell, write(tmp_path / "package"), other, tmp_path)


@pytest.mark.slow
def test_a_sample_of_two_services_goes_out_and_comes_back_the_same(
    shell: Shell, other: Shell, tmp_path: Path
) -> None:
    come_and_go(shell, SAMPLE, other, tmp_path)
    assert shell("import", SAMPLE).stdout.startswith("Nothing added: careplan holds all 12,204 rows")


def come_and_go(shell: Shell, package: Path, other: Shell, tmp_path: Path) -> None:
    """In, out, in elsewhere, out again: both times the same bytes."""
    assert shell("import", package).exit_code == 0
    assert shell("export", tmp_path / "first").exit_code == 0
    assert other("import", tmp_path / "first").exit_code == 0
    assert other("export", tmp_path / "second").exit_code == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "first").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "second").iterdir()}
    assert len(first) == 35


def test_importing_twice_says_so(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careplan.package.commands.EVERY_SECONDS", 600)
    first = shell("import", write(tmp_path / "package"))
    assert (first.exit_code, first.stdout) == (0, "Added 88 rows.\n")
    assert first.stderr == ""
    again = shell("import", tmp_path / "package")
    assert (again.exit_code, again.stdout) == (
        0,
        "Nothing added: careplan holds all 88 rows of this package already.\n",
    )


def test_a_package_with_faults_writes_nothing_and_exits_1(shell: Shell, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken", swapped("dose_events", "D3,CO1", "=D3,CO9"))
    result = shell("import", broken, "--faults", tmp_path / "faults.csv")
    assert result.exit_code == 1
    assert "dose_events.csv, line 4, id: found =D3, expected 1 to 64 of A-Z a-z 0-9 . _ -" in result.stderr
    assert result.stderr.endswith("2 faults: nothing was written.\n")
    with (tmp_path / "faults.csv").open(newline="") as report:
        rows = list(csv.reader(report))
    assert rows[0] == ["file", "line", "column", "found", "expected"]
    assert sorted(row[2] for row in rows[1:]) == ["course_id", "id"]
    assert "'=D3" in [row[3] for row in rows]
    assert shell("import", write(tmp_path / "package")).stdout == "Added 88 rows.\n"


def test_a_report_of_a_thousand_faults_says_that_there_may_be_more(shell: Shell, tmp_path: Path) -> None:
    rows = "".join(f"PR{number},Name,unknown\n" for number in range(10, 2000))
    broken = write(tmp_path / "broken", {"providers.csv": FILES["providers"] + rows})
    result = shell("import", broken, "--faults", tmp_path / "faults.csv")
    assert result.exit_code == 1
    said = "1,000 faults (a report lists at most 1,000; there may be more): nothing was written.\n"
    assert result.stderr.endswith(said)
    assert len((tmp_path / "faults.csv").read_text().splitlines()) == 1001


def test_a_fault_found_while_loading_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    shell("import", write(tmp_path / "package"))
    changes = {**swapped("clients", "Zoë", "Zoe"), **swapped("providers", "PR1,", "PR1,")}
    changes["pauses.csv"] = (
        "id,episode_id,reason,from,until\nPA1,E1,hospital,2024-06-01,2024-06-09\nPA2,E1,prison,2024-07-01,\n"
    )
    result = shell("import", write(tmp_path / "package", changes))
    assert result.exit_code == 1
    assert "clients.csv, line 3, first_name: found Zoe, expected Zoë, as careplan holds it" in result.stderr
    assert shell("import", write(tmp_path / "package")).stdout.startswith("Nothing added")
    shell("export", tmp_path / "out")
    assert "PA2" not in (tmp_path / "out" / "pauses.csv").read_text()


def test_check_stops_after_the_checks(shell: Shell, tmp_path: Path) -> None:
    result = shell("import", write(tmp_path / "package"), "--check", "--faults", tmp_path / "faults.csv")
    assert (result.exit_code, result.stdout) == (0, "No faults in 88 rows; nothing was written, as asked.\n")
    assert (tmp_path / "faults.csv").read_text() == "file,line,column,found,expected\n"
    assert shell("import", tmp_path / "package").stdout == "Added 88 rows.\n"


def test_warnings_alone_exit_0(shell: Shell, tmp_path: Path) -> None:
    result = shell("import", write(tmp_path / "package", swapped("clients", "9990000026", "9990000018")))
    assert result.exit_code == 0
    assert "Warning: clients.csv, line 3, nhs_number: found 9990000018" in result.stderr


def test_an_unknown_service_client_or_path_exits_2_with_one_line(shell: Shell, tmp_path: Path) -> None:
    for option in ("--service", "--client"):
        result = shell("export", tmp_path / "out", option, "NOBODY")
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
        assert "NOBODY" in result.stderr
    assert not (tmp_path / "out").exists()
    assert shell("import", tmp_path / "nowhere").exit_code == 2


def test_a_folder_that_holds_something_is_never_written_over(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    result = shell("export", tmp_path / "out")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_a_faults_file_that_cannot_be_written_does_not_hide_the_faults(shell: Shell, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken", swapped("clients", "Lee,", ","))
    result = shell("import", broken, "--faults", tmp_path / "nowhere" / "faults.csv")
    assert result.exit_code == 1
    assert "clients.csv, line 2, first_name" in result.stderr
    assert "could not be written" in result.stderr


def test_a_check_needs_no_database(bare: Shell, tmp_path: Path) -> None:
    assert bare("import", write(tmp_path / "package"), "--check").exit_code == 0


def test_a_database_without_tables_is_refused_with_a_hint(bare: Shell, tmp_path: Path) -> None:
    result = bare("import", write(tmp_path / "package"))
    assert result.exit_code == 1
    assert "careplan migrate" in result.stderr


def test_what_is_no_folder_and_no_file_is_refused_and_not_waited_for(shell: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    answer = shell("import", tmp_path / "pipe", "--check")
    assert (answer.exit_code, "neither a folder nor a file" in answer.stderr) == (2, True)


def test_a_place_that_cannot_be_written_is_said_in_words(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    answer = shell("export", tmp_path / "file" / "below")
    assert (answer.exit_code, "cannot write to" in answer.stderr) == (2, True)


def test_after_an_import_the_database_has_counted_its_rows(shell: Shell, tmp_path: Path) -> None:
    shell("import", write(tmp_path / "package"))
    engine = create_engine(make_url(shell.environment["DATABASE_URL"]))
    sql = {
        "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'answers'",
        "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = 'answers'",
    }
    with engine.connect() as connection:
        assert connection.execute(text(sql[engine.dialect.name])).scalar_one() > 0
    engine.dispose()
