"""What is recorded about documents goes out and comes in by profile 2; the bytes of a file do not."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from careplan.letters.models import Document
from tests.package.base import write
from tests.package.shell import Shell
from tests.package.test_faults import findings, places
from tests.package.test_load import bring_in
from tests.package.test_profile_2 import SAYS_2

HEAD = "id,episode_id,kind,title,on,party,sensitive,file_name,media_type,sha256,size,words,corrects,correction_reason"
FILE = f"D1,E1,report,Blood test,2024-03-01,Ward 4,true,blood.pdf,application/pdf,{'a' * 64},2048,,,"
LETTER = 'D2,E1,letter_out,Appointment,2024-03-02,The client,false,,,,,"Dear Jo,\nSee you soon",,'
DOCUMENTS = {**SAYS_2, "documents.csv": "\n".join((HEAD, FILE, LETTER)) + "\n"}


def test_documents_come_in_without_their_bytes(session: Session, tmp_path: Path) -> None:
    _, found = bring_in(session, tmp_path / "in", DOCUMENTS)
    assert places(found) == []
    file, letter = session.get_one(Document, "D1"), session.get_one(Document, "D2")
    assert (file.file_name, file.size, file.content, file.sensitive) == ("blood.pdf", 2048, None, True)
    assert letter.words == "Dear Jo,\nSee you soon"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (",report,", ",poem,", "kind"),
        ("application/pdf", "text/html", "media_type"),
        ("a" * 64, "a" * 63, "sha256"),
        (",2048,", ",,", "size"),
        ('"Dear Jo,\nSee you soon"', "", "words"),
    ],
)
def test_what_cannot_hold_is_a_fault(
    application: Flask, tmp_path: Path, old: str, new: str, column: str
) -> None:
    csv = DOCUMENTS["documents.csv"]
    assert old in csv
    with application.app_context():
        wrong = DOCUMENTS | {"documents.csv": csv.replace(old, new, 1)}
        found = places(findings(write(tmp_path / "p", wrong)))
    assert column in {place[2] for place in found if place[0] == "documents.csv"}


def test_documents_go_out_and_come_back_the_same(shell: Shell, other: Shell, tmp_path: Path) -> None:
    package = write(tmp_path / "package", DOCUMENTS)
    for careplan, source, out in ((shell, package, "a"), (other, tmp_path / "a", "b")):
        assert careplan("import", source).exit_code == 0
        assert careplan("export", tmp_path / out).exit_code == 0
    assert (tmp_path / "a" / "documents.csv").read_bytes() == (tmp_path / "b" / "documents.csv").read_bytes()
