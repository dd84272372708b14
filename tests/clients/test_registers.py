"""Registers: what a declaration says, and a room that is built from one in a house of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from careplan.clients.registers import Register
from careplan.package.rules.profile import File, profile_1, with_files
from careplan.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
REGISTERS = [register for room in ROOMS for register in room.registers]
AT_MOST = 80


def test_a_room_of_one_declaration_has_form_list_correction_striking_history_and_file() -> None:
    """In a process of its own, as a table cannot be taken back from the models."""
    walk = ["-p", "tests.clients.calls.house", "tests/clients/calls/walk.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *walk]
    here = {
        name: value for name, value in os.environ.items() if not name.startswith(("TEST_DATABASE", "PYTEST_"))
    }
    done = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_a_register_takes_few_lines() -> None:
    declared = (ROOT / "tests/clients/calls/declared.py").read_text("utf-8")
    assert len(declared.splitlines()) <= AT_MOST


@pytest.mark.parametrize(
    "register",
    [one for one in REGISTERS if one.name in profile_1().files],
    ids=lambda register: register.name,
)
def test_the_declaration_is_what_profile_1_says(register: Register) -> None:
    def columns(file: File) -> dict[str, object]:
        return {one.name: one for one in file.own if one.name != "id" and not one.added}

    declared = with_files(profile_1(), {register.name: register.file()}).files[register.name]
    assert columns(declared) == columns(profile_1().files[register.name])


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_every_text_that_a_register_asks_for_has_a_bound(register: Register) -> None:
    free = [
        one
        for one in register.fields
        if one.kind.__name__ in ("Text", "LongText", "OneClient", "Person", "Postcode")
    ]
    assert all(one.options.get("max") for one in free)


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_what_is_chosen_from_a_list_is_selected_not_entered(register: Register) -> None:
    chosen = [one for one in register.fields if (one.choices or one.named) and one.required]
    wrong = [one.name for one in chosen if not one.options["required"].startswith(("Select", "Tick"))]
    assert wrong == []
