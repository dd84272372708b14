"""What a file that a worker chose is kept as. Pure."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from careplan.ground.documents import MEDIA_TYPES, DocumentFault, image_fault, size_fault, type_of
from careplan.ground.standards import Edition, Series, Words
from careplan.letters.codes import MOST_BYTES, LetterField

_ODD = re.compile(r"[^\w .,()+-]+")
LONGEST_STEM = 100
IMAGES = ("png", "jpeg")


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
    if ending in IMAGES and (wrong := image_fault(content)):
        return wrong
    name = clean_name(file_name, ending)
    return File(name, MEDIA_TYPES[ending], hashlib.sha256(content).hexdigest(), content)


def can_be_shown(media_type: str | None, content: bytes | None) -> bool:
    """Whether a page may show the file: an image that is whole and not too large, encoded anew."""
    named = media_type in {MEDIA_TYPES[one] for one in IMAGES}
    return content is not None and named and image_fault(content) is None


def day_fault(on: date | None, born: date | None) -> str:
    """The sentence that refuses the day of a document; empty where it may stand."""
    return "The day is before this client’s birth" if on and born and on < born else ""


class LetterWords(Edition, frozen=True, kw_only=True):
    """The template of each letter."""

    templates: Mapping[str, Words]


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language by its tag: its name in English, its own name, and the sentence; `{telephone}` stands for the number.

    `right_to_left`: how it is written.
    """

    tag: str
    name: str
    own_name: str
    words: str
    right_to_left: bool = False

    @property
    def around(self) -> tuple[str, str]:
        """What stands before the number and after it."""
        before, _, after = self.words.partition("{telephone}")
        return before, after


class Languages(Edition, frozen=True, kw_only=True):
    """The sentences of the language sheet."""

    languages: tuple[Language, ...]


LANGUAGES = Series(Path(__file__).parent / "standards", "languages", Languages)
LETTERS = Series(Path(__file__).parent / "standards", "letters", LetterWords)
_FIELD = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter may go to: words of the choice, and the address block."""

    words: str
    block: str


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the fields that have a value; the others stay in their braces."""
    return _FIELD.sub(lambda match: values.get(match[1], "") or match[0], text)


def left(text: str) -> list[str]:
    """What still stands in braces, in order, each once."""
    return list(dict.fromkeys(_FIELD.findall(text)))


def unknown_fields(values: Mapping[str, Any]) -> dict[str, str]:
    """A template names only fields that there are."""
    other = [f"{{{one}}}" for one in left(values["words"] or "") if one not in set(LetterField)]
    sentence = f"There is no field {', '.join(other)}. Use the fields that are listed above"
    return {"words": sentence} if other else {}


def whole(block: str, on: str, text: str) -> str:
    """A letter as it is kept: the address block, the day, the text."""
    return "\n\n".join(part for part in (block.strip(), on, text.strip()) if part)
