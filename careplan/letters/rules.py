"""What a file that a worker chose is kept as. Pure."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from careplan.ground.documents import MEDIA_TYPES, DocumentFault, size_fault, type_of
from careplan.letters.codes import MOST_BYTES

_ODD = re.compile(r"[^\w .,()+-]+")
LONGEST_STEM = 100


@dataclass(frozen=True, slots=True)
class File:
    """A file that is kept: a clean name whose ending says what the bytes are."""

    name: str
    media_type: str
    sha256: str
    content: bytes


def clean_name(file_name: str, ending: str) -> str:
    """Letters, digits and plain marks of the name before its last dot, and the ending of what the file is."""
    stem = _ODD.sub("-", file_name.rpartition(".")[0] or file_name).strip(" .-")[:LONGEST_STEM]
    return f"{stem or 'document'}.{ending}"


def judged(file_name: str, content: bytes) -> File | DocumentFault:
    """The file as it is kept, or why it is refused: its bytes decide, not its name."""
    if wrong := size_fault(content, MOST_BYTES):
        return wrong
    ending = type_of(content)
    if ending is None:
        return DocumentFault.OTHER_TYPE
    name = clean_name(file_name, ending)
    return File(name, MEDIA_TYPES[ending], hashlib.sha256(content).hexdigest(), content)


def day_fault(on: date | None, born: date | None) -> str:
    """The sentence that refuses the day of a document; empty where it may stand."""
    return "The day is before this client’s birth" if on and born and on < born else ""
