"""The command as a whole: whatever argument is wrong, one line says so and the exit code is 2."""

import subprocess
import sys

import pytest
from alembic.util import CommandError
from click.testing import Result
from flask import Flask

from careplan.cli import group


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(group, words, prog_name="careplan")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import"], "Error: Missing argument 'PATH'. Try: careplan import --help"),
        (["import", "/no/such/folder"], "Path '/no/such/folder' does not exist. Try: careplan import --help"),
        (["import", "--swiftly", "."], "No such option '--swiftly'. Try: careplan import --help"),
        (["export"], "Missing argument 'PATH'. Try: careplan export --help"),
        (["migrate", "now"], "Got unexpected extra argument (now). Try: careplan migrate --help"),
        (["audit", "--format", "odt"], "'odt' is not one of"),
        (["audit", "--service"], "Error: Option '--service' requires an argument"),
        (["audit-pack", "--census"], "No such option '--census'. Try: careplan audit-pack --help"),
        (["worker", "add", "ann"], "Missing option '--name'. Try: careplan worker add --help"),
        (["worker", "role", "ann"], "Missing argument 'ROLE'. Try: careplan worker role --help"),
        (["worker", "sack"], "No such command 'sack'. Try: careplan worker --help"),
        (["sing"], "No such command 'sing'. Try: careplan --help"),
        (["--loud"], "No such option '--loud'. Try: careplan --help"),
        (["demo", "a\nb"], "Got unexpected extra argument (a b). Try: careplan demo --help"),
    ],
)
def test_a_wrong_argument_is_one_line_and_exit_code_2(app: Flask, words: list[str], said: str) -> None:
    answer = run(app, *words)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert said in answer.stderr


@pytest.mark.parametrize("words", [[], ["worker"]])
def test_a_bare_command_shows_its_help(app: Flask, words: list[str]) -> None:
    answer = run(app, *words)
    assert answer.exit_code == 2
    assert "Commands:" in answer.output


def test_help_is_no_error(app: Flask) -> None:
    answer = run(app, "worker", "add", "--help")
    assert answer.exit_code == 0
    assert "Usage: careplan worker add" in answer.stdout


PLANTED = """
import pathlib
read = pathlib.Path.read_bytes
pathlib.Path.read_bytes = lambda path: {wrong!r} if path.name == "2005-06.toml" else read(path)
from careplan.cli import main
main()
"""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(b"edition = ", "2005-06.toml: Invalid value"), (b"\xff", "2005-06.toml: 'utf-8' codec")],
)
def test_a_wrong_ruleset_is_told_in_one_line(wrong: bytes, said: str) -> None:
    code = PLANTED.format(wrong=wrong)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"careplan: {said}")
    assert len(done.stderr.splitlines()) == 1


def test_a_database_of_another_version_is_one_line(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise CommandError("Can't locate revision identified by '9999_of_next_year'")

    monkeypatch.setattr("careplan.cli.upgrade", unknown)
    answer = run(app, "migrate")
    assert answer.exit_code == 1
    assert answer.stderr.startswith(
        "Error: the database's migrations do not fit, nothing was done: Can't locate"
    )
    assert answer.stderr.count("\n") == 1
