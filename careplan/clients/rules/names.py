"""Names of people: what one may hold, how it is listed, and how it is folded for finding. Pure."""

import re
import unicodedata
from functools import lru_cache

ONE_NAME = "-"
"""The family name of a person who has one name (decision record 0042)."""

_APART = re.compile(r"[\W_]+")
_PLAIN = str.maketrans(
    {
        **{
            "ł": "l",
            "ø": "o",
            "đ": "d",
            "ð": "d",
            "þ": "th",
            "ı": "i",
            "ħ": "h",
            "ŧ": "t",
            "ŋ": "n",
            "ĸ": "k",
        },
        **{
            "æ": "ae",
            "œ": "oe",
            "ß": "ss",
            "ƀ": "b",
            "ɨ": "i",
            "ə": "e",
            "ɛ": "e",
            "ɔ": "o",
            "ƙ": "k",
            "ɗ": "d",
        },
        **{"ɓ": "b", "ƴ": "y", "ŀ": "l", "ſ": "s"},
    }
)
"""Letters that no decomposition of Unicode takes apart, as people write them on a plain keyboard."""


def listed_name(first: str, last: str) -> str:
    """As a list shows it: family name first, in capitals, then the given name; one name in capitals."""
    return first.upper() if last == ONE_NAME else f"{last.upper()}, {first}"


def whole_name(first: str, last: str) -> str:
    """As a sentence or a letter writes it."""
    return first if last == ONE_NAME else f"{first} {last}"


def initials(first: str, last: str) -> str:
    """For page titles."""
    return (first[:1] + ("" if last == ONE_NAME else last[:1])).upper()


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The words of a name without case, accents, apostrophes and what cannot be seen: "Zoë O’Brien" is "zoe obrien"."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    plain = unicodedata.normalize("NFKD", re.sub("['’`ʼ]", "", seen)).casefold().translate(_PLAIN)
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_APART.sub(" ", letters).split())


def name_parts(text: str) -> tuple[str, ...]:
    """The parts of a typed name, each of which must be found in a client's name, in any order."""
    return tuple(dict.fromkeys(folded(text).split()))


@lru_cache(maxsize=4096)
def name_key(first: str, last: str) -> str:
    """The same for two spellings of one name: parts in order of the alphabet; Müller is Mueller, Åse is Aase."""
    parts = {_spelled(part) for part in name_parts(f"{first} {last}")}
    return " ".join(sorted(parts))


def _spelled(part: str) -> str:
    return re.sub("aa", "a", re.sub("([aou])e", r"\1", part))
