"""What a document is, by its bytes as well as by its name: only the listed types are kept, and none that runs."""

import io
import re
import zipfile
import zlib
from enum import StrEnum

from careplan.ground.images import TooManyPixels, Unreadable, sized

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
"""Media type by file ending: what may be kept as a document."""
LEAST_BYTES = 1
_ARCHIVED = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
}
_MACROS = ("vbaproject.bin", "basic/script-lc.xml", "scripts/")
_STARTS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}
_ZIP = b"PK\x03\x04"
_MARKUP = re.compile(rb"\s*<(!doctype|html|head|body|script|svg|\?xml|!--)", re.IGNORECASE)
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
_MIMETYPE_BYTES = 100


class DocumentFault(StrEnum):
    """Why a document is not kept."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_TYPE = "other_type"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    MACROS = "macros"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"


IMAGE_FAULTS = frozenset({DocumentFault.DAMAGED, DocumentFault.TOO_MANY_PIXELS})
"""Images that are what they say, but cannot be shown."""


def ending(file_name: str) -> str:
    """What stands behind the last dot, in small letters; empty without one."""
    return file_name.rpartition(".")[2].lower() if "." in file_name else ""


def size_fault(content: bytes, most_bytes: int) -> DocumentFault | None:
    """Why the document is refused for its length."""
    if len(content) < LEAST_BYTES:
        return DocumentFault.EMPTY
    return DocumentFault.TOO_LARGE if len(content) > most_bytes else None


def fault(file_name: str, content: bytes, most_bytes: int) -> DocumentFault | None:
    """Why the document is refused; none when it is of a listed type by its name and by its bytes."""
    if wrong := size_fault(content, most_bytes):
        return wrong
    kind = ending(file_name)
    if kind not in MEDIA_TYPES:
        return DocumentFault.OTHER_TYPE
    if kind in ("txt", "csv"):
        return None if _is_text(content) else DocumentFault.NOT_WHAT_IT_SAYS
    if kind in ("pdf", "png", "jpg", "jpeg"):
        start = _STARTS["jpeg" if kind == "jpg" else kind]
        if not content.startswith(start):
            return DocumentFault.NOT_WHAT_IT_SAYS
        return None if kind == "pdf" else image_fault(content)
    return _archive_fault(kind, content)


def type_of(content: bytes) -> str | None:
    """The ending of a PDF, a PNG or JPEG image or a plain text by its bytes alone; None for anything else."""
    starts = (kind for kind, start in _STARTS.items() if content.startswith(start))
    return next(starts, "txt" if _is_text(content) else None)


def image_fault(content: bytes) -> DocumentFault | None:
    """Why an image is refused, by its head alone: it is damaged, or would fill the memory when it is shown."""
    try:
        sized(content)
    except TooManyPixels:
        return DocumentFault.TOO_MANY_PIXELS
    except Unreadable:
        return DocumentFault.DAMAGED
    return None


def media_type(file_name: str) -> str:
    """The media type of a document that was found to be what its name says."""
    return MEDIA_TYPES[ending(file_name)]


def _is_text(content: bytes) -> bool:
    """Words in UTF-8 or a Western European encoding: no control characters, and no markup that a browser would run."""
    return not _CONTROLS.intersection(content) and not _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf"))


def _archive_fault(kind: str, content: bytes) -> DocumentFault | None:
    """An office document is a zip from its first byte that says what it is; one with macros is refused."""
    if not content.startswith(_ZIP):
        return DocumentFault.NOT_WHAT_IT_SAYS
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name.lower() for name in archive.namelist()]
            right = _says(archive, kind)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        OSError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ):
        return DocumentFault.NOT_WHAT_IT_SAYS
    if not right:
        return DocumentFault.NOT_WHAT_IT_SAYS
    runs = any(name.endswith(_MACROS[:2]) or name.startswith(_MACROS[2]) for name in names)
    return DocumentFault.MACROS if runs else None


def _says(archive: zipfile.ZipFile, kind: str) -> bool:
    if kind in _ARCHIVED:
        return {"[Content_Types].xml", _ARCHIVED[kind]} <= set(archive.namelist())
    with archive.open("mimetype") as text:
        return text.read(_MIMETYPE_BYTES) == MEDIA_TYPES[kind].encode()
