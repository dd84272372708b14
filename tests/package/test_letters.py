"""Documents go out and come in by profile 2: what is recorded about them, and the files by their hash."""

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from careplan.governance.codes import MOST_EVIDENCE_BYTES
from careplan.letters.codes import MOST_BYTES
from careplan.package.queries.scope import profile_2
from tests.package.base import write
from tests.package.shell import Shell
from tests.package.test_faults import findings, places
from tests.package.test_profile_2 import SAYS_2

PDF = b"%PDF-1.7 a blood test"
DIGEST = sha256(PDF).hexdigest()
HEAD = "id,episode_id,kind,title,on,party,sensitive,file_name,media_type,sha256,size,words,corrects,correction_reason"
FILE = f"D1,E1,report,Blood test,2024-03-01,Ward 4,true,blood.pdf,application/pdf,{DIGEST},{len(PDF)},,,"
LETTER = 'D2,E1,letter_out,Appointment,2024-03-02,The client,false,,,,,"Dear Jo,\nSee you soon",,'
DOCUMENTS = {**SAYS_2, "documents.csv": "\n".join((HEAD, FILE, LETTER)) + "\n"}


def packed(folder: Path, changed: dict[str, str | bytes | None], *files: tuple[str, bytes]) -> Path:
    """The package with these files among its documents; without any, with the right one."""
    path = write(folder, changed)
    for name, content in files or ((DIGEST, PDF),):
        (path / "documents").mkdir(exist_ok=True)
        (path / "documents" / name).write_bytes(content)
    return path


def found_in(app: Flask, package: Path) -> list[tuple[str, int | None, str]]:
    with app.app_context():
        return places(findings(package))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (",report,", ",poem,", "kind"),
        ("application/pdf", "text/html", "media_type"),
        ("application/pdf", "image/png", "media_type"),
        (DIGEST, "a" * 63, "sha256"),
        (DIGEST, "a" * 64, "sha256"),
        (f",{len(PDF)},", ",,", "size"),
        (f",{len(PDF)},", ",2048,", "size"),
        ('"Dear Jo,\nSee you soon"', "", "words"),
    ],
)
def test_what_cannot_hold_is_a_fault(
    application: Flask, tmp_path: Path, old: str, new: str, column: str
) -> None:
    csv = DOCUMENTS["documents.csv"]
    assert old in csv
    wrong = DOCUMENTS | {"documents.csv": csv.replace(old, new, 1)}
    found = found_in(application, packed(tmp_path / "p", wrong))
    assert column in {place[2] for place in found if place[0] == "documents.csv"}


@pytest.mark.parametrize(
    ("files", "faults"),
    [
        (((DIGEST, PDF),), []),
        (((DIGEST, PDF + b"!"),), [("documents.csv", 2, "sha256")]),
        (((DIGEST, b""),), [("documents.csv", 2, "sha256")]),
        (((DIGEST, PDF), ("b" * 64, b"more")), [(f"documents/{'b' * 64}", None, "")]),
        (((DIGEST, PDF), ("blood.pdf", PDF)), [("documents/blood.pdf", None, "")]),
        ((("0" * 64, PDF),), [("documents.csv", 2, "sha256"), (f"documents/{'0' * 64}", None, "")]),
    ],
)
@pytest.mark.parametrize("zipped", [None, "root", "folder"])
def test_a_missing_a_changed_and_a_further_file_are_found(
    application: Flask, tmp_path: Path, files: Any, faults: list[Any], zipped: str | None
) -> None:
    path = packed(tmp_path / "p", DOCUMENTS, *files)
    if zipped:
        into = {"base_dir": "p", "root_dir": tmp_path} if zipped == "folder" else {"root_dir": path}
        path = Path(shutil.make_archive(str(tmp_path / "zipped"), "zip", **into))
    assert sorted(found_in(application, path), key=str) == sorted(faults, key=str)


def test_a_type_is_judged_by_the_content(application: Flask, tmp_path: Path) -> None:
    page = b"<html><script>alert(1)</script>"
    digest = sha256(page).hexdigest()
    csv = DOCUMENTS["documents.csv"].replace(DIGEST, digest).replace(f",{len(PDF)},", f",{len(page)},")
    said = packed(tmp_path / "p", DOCUMENTS | {"documents.csv": csv}, (digest, page))
    assert found_in(application, said) == [("documents.csv", 2, "media_type")]


def test_a_package_takes_files_as_long_as_the_record_does(application: Flask) -> None:
    with application.app_context():
        files = profile_2().files
    assert files["documents"].most_bytes == MOST_BYTES
    assert files["evidence"].most_bytes == MOST_EVIDENCE_BYTES


def test_profile_1_knows_no_documents(application: Flask, tmp_path: Path) -> None:
    found = found_in(application, packed(tmp_path / "p", {}))
    assert found == [(f"documents/{DIGEST}", None, "")]


def test_documents_go_out_and_come_back_the_same(shell: Shell, other: Shell, tmp_path: Path) -> None:
    package = packed(tmp_path / "package", DOCUMENTS)
    for careplan, source, out in ((shell, package, "a"), (other, tmp_path / "a", "b")):
        assert careplan("import", source).exit_code == 0
        assert careplan("export", tmp_path / out).exit_code == 0
        assert (tmp_path / out / "documents" / DIGEST).read_bytes() == PDF
    assert (tmp_path / "a" / "documents.csv").read_bytes() == (tmp_path / "b" / "documents.csv").read_bytes()
    assert shell("import", tmp_path / "a").output.startswith("Nothing added")


def test_a_package_that_lost_its_files_is_refused_unless_that_is_wanted(shell: Shell, tmp_path: Path) -> None:
    package = write(tmp_path / "package", DOCUMENTS)
    refused = shell("import", package)
    assert refused.exit_code == 1
    assert f"documents.csv, line 2, sha256: found no file documents/{DIGEST}" in refused.output
    taken = shell("import", package, "--without-files")
    assert taken.exit_code == 0
    assert "Warning: documents.csv, line 2, sha256" in taken.output
    assert shell("export", tmp_path / "out").exit_code == 0
    assert not (tmp_path / "out" / "documents").exists()
