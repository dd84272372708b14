"""What a document is by its bytes as well as by its name."""

import io
import zipfile

import pytest

from careplan.governance.codes import MOST_EVIDENCE_BYTES
from careplan.ground.documents import MEDIA_TYPES, DocumentFault, fault, type_of
from tests.ground.test_images import picture

PDF = b"%PDF-1.7 fictitious"
ODT = "application/vnd.oasis.opendocument.text"


def archive(**members: bytes | str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return packed.getvalue()


DOCX = archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
XLSX = archive(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})
GOOD = {
    "pdf": PDF,
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
    "jpeg": picture("JPEG"),
    "txt": "Grüße\r\n".encode(),
    "csv": "a,b\n£1,2\n".encode("cp1252"),
    "docx": DOCX,
    "xlsx": XLSX,
    "odt": archive(mimetype=ODT),
    "ods": archive(mimetype=MEDIA_TYPES["ods"]),
}


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_every_listed_type_is_kept(ending: str) -> None:
    assert fault(f"Agreement 2026.{ending.upper()}", GOOD[ending], MOST_EVIDENCE_BYTES) is None


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", b"", DocumentFault.EMPTY),
        ("a.pdf", PDF + b"x" * MOST_EVIDENCE_BYTES, DocumentFault.TOO_LARGE),
        ("a.html", b"<p>", DocumentFault.OTHER_TYPE),
        ("a.svg", b"<svg/>", DocumentFault.OTHER_TYPE),
        ("pdf", PDF, DocumentFault.OTHER_TYPE),
        ("a.pdf.exe", PDF, DocumentFault.OTHER_TYPE),
        ("a.pdf", GOOD["png"], DocumentFault.NOT_WHAT_IT_SAYS),
        ("a.png", PDF, DocumentFault.NOT_WHAT_IT_SAYS),
        ("a.txt", b"a\x00b", DocumentFault.NOT_WHAT_IT_SAYS),
        ("a.txt", b" \n<!DOCTYPE html><script>", DocumentFault.NOT_WHAT_IT_SAYS),
        ("a.csv", b"\xef\xbb\xbf<svg onload=1>", DocumentFault.NOT_WHAT_IT_SAYS),
        ("a.docx", XLSX, DocumentFault.NOT_WHAT_IT_SAYS),
        ("a.docx", b"<html><script>" + DOCX, DocumentFault.NOT_WHAT_IT_SAYS),
        ("a.docx", b"PK\x03\x04 broken", DocumentFault.NOT_WHAT_IT_SAYS),
        ("a.odt", archive(mimetype="text/html"), DocumentFault.NOT_WHAT_IT_SAYS),
        ("a.odt", archive(other="x"), DocumentFault.NOT_WHAT_IT_SAYS),
    ],
)
def test_anything_else_is_refused(name: str, content: bytes, expected: DocumentFault) -> None:
    assert fault(name, content, MOST_EVIDENCE_BYTES) is expected


@pytest.mark.parametrize("member", ["word/vbaProject.bin", "Scripts/python/run.py"])
def test_a_document_with_macros_is_refused(member: str) -> None:
    content = archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", member: "x"})
    assert fault("a.docx", content, MOST_EVIDENCE_BYTES) is DocumentFault.MACROS


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, "pdf"),
        (GOOD["png"], "png"),
        (GOOD["jpg"], "jpeg"),
        (GOOD["txt"], "txt"),
        (DOCX, None),
        (b"MZ\x90\x00", None),
        (b" <html><script>", None),
    ],
)
def test_the_bytes_alone_tell_what_a_scan_is(content: bytes, expected: str | None) -> None:
    assert type_of(content) == expected
