"""Files as a spreadsheet saves them: one fault each that names the cause and the file, never many missing columns."""

import zipfile
from pathlib import Path

import pytest

from careplan.package.rules.faults import Fault
from careplan.package.rules.lines import EXPECTED, cause
from careplan.package.rules.profile import profile_1
from tests.package.base import FILES, write
from tests.package.conftest import Checked, findings, places
from tests.package.shell import Shell

CLIENTS = FILES["clients"]


def parted(sign: str, text: str = CLIENTS) -> str:
    """As if no cell held a comma of its own."""
    return text.replace('"O\'Brien, née Price"', "O'Brien").replace(",", sign)


KINDS: dict[str, tuple[bytes, str]] = {
    "semicolon": (parted(";").encode(), "cells parted by semicolons"),
    "tab": (parted("\t").encode(), "cells parted by tabs"),
    "pipe": (parted("|").encode(), "cells parted by vertical bars"),
    "semicolon, all cells in quotes": (
        "\r\n".join(f'"{line}"' for line in parted('";"').splitlines()).encode(),
        "cells parted by semicolons",
    ),
    "semicolon with a mark": (parted(";").encode("utf-8-sig"), "cells parted by semicolons"),
    "semicolon in Windows letters": (parted(";").encode("cp1252"), "cells parted by semicolons"),
    "sep= with semicolons": (
        f"sep=;\r\n{parted(';')}".encode(),
        "a line sep=;, cells parted by semicolons",
    ),
    "sep= with commas": (f"sep=,\n{CLIENTS}".encode(), "a line sep=,"),
    "sep= with tabs": (f"sep=\t\n{parted(chr(9))}".encode(), "a line sep=tab, cells parted by tabs"),
    "sep= in quotes": (
        f'"SEP=;"\n{parted(";")}'.encode(),
        "a line sep=;, cells parted by semicolons",
    ),
    "UTF-16 little": (b"\xff\xfe" + CLIENTS.encode("utf-16-le"), "UTF-16 text"),
    "UTF-16 big": (b"\xfe\xff" + CLIENTS.encode("utf-16-be"), "UTF-16 text"),
    "UTF-16 little without a mark": (CLIENTS.encode("utf-16-le"), "UTF-16 text"),
    "UTF-16 big without a mark": (CLIENTS.encode("utf-16-be"), "UTF-16 text"),
    "UTF-16 with tabs": (parted("\t").encode("utf-16"), "UTF-16 text, cells parted by tabs"),
    "UTF-16 with sep= and semicolons": (
        f"sep=;\r\n{parted(';')}".encode("utf-16"),
        "UTF-16 text, a line sep=;, cells parted by semicolons",
    ),
    "UTF-32 little": (b"\xff\xfe\x00\x00" + CLIENTS.encode("utf-32-le"), "UTF-32 text"),
    "UTF-32 big": (b"\x00\x00\xfe\xff" + CLIENTS.encode("utf-32-be"), "UTF-32 text"),
    "UTF-32 without a mark": (CLIENTS.encode("utf-32-le"), "UTF-32 text"),
    "UTF-32 big without a mark": (CLIENTS.encode("utf-32-be"), "UTF-32 text"),
    "a workbook": (b"PK\x03\x04" + bytes(500), "an Excel workbook (XLSX)"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "an Excel workbook (XLS)"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_a_spreadsheet_is_one_fault_with_cause_and_file(checked: Checked, kind: str) -> None:
    content, found = KINDS[kind]
    assert list(checked({"clients.csv": content}).faults) == [Fault("clients.csv", 1, "", found, EXPECTED)]


@pytest.mark.parametrize("kind", KINDS)
def test_so_it_is_inside_a_zip(tmp_path: Path, kind: str) -> None:
    content, found = KINDS[kind]
    folder = write(tmp_path / "package", {"clients.csv": content})
    with zipfile.ZipFile(tmp_path / "package.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"package/{file.name}")
    assert [fault.value for fault in findings(tmp_path / "package.zip").faults] == [found]


def test_every_file_of_a_package_saved_so_is_told_by_its_own_name(checked: Checked) -> None:
    small = ("partnerships", "providers", "memberships", "workers", "interventions", "assessments")
    changes = {f"{name}.csv": parted(";", FILES[name]) for name in small}
    assert sorted(places(checked(changes))) == sorted((f"{name}.csv", 1, "") for name in small)


@pytest.mark.parametrize("file", profile_1().files.values(), ids=lambda file: file.name)
def test_no_header_of_the_profile_is_taken_for_another(file) -> None:
    names = [column.name for column in file.columns]
    assert cause(",".join(names).encode(), file.by_name) == ""
    assert cause((",".join(names) + "\r\n" + "a;b|c\td" * 50).encode(), file.by_name) == ""
    if len(names) > 1:
        assert cause(";".join(names).encode(), file.by_name) == "cells parted by semicolons"


@pytest.mark.parametrize("content", [b"", b"id", b"a;b", b"\xef\xbb\xbf", b"\0\0\0\0", b"id\0,name", b"sep"])
def test_what_is_no_spreadsheets_is_left_to_the_reader(content: bytes) -> None:
    assert cause(content, {"id", "name"}) == ""


def test_the_command_says_it_in_one_line_and_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    folder = write(tmp_path / "package", {"clients.csv": CLIENTS.encode("utf-16")})
    answer = shell("import", folder)
    assert answer.exit_code == 1
    assert "clients.csv, line 1: found UTF-16 text" in answer.stdout + answer.stderr
    assert (answer.stdout + answer.stderr).count("found ") == 1
