"""What counts as a name (of a person, of a place to ring), a telephone number, an email address, a postcode. Pure.

"'x' is nobody" (issue 7, section 1): names are words, and a number can be dialled.
"""

import re
import unicodedata

WORD = re.compile(r"[^\W\d_]+")
IDEOGRAPHS = "\u2e80"
"""From here on one sign may be a whole name."""
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_POSTCODE = re.compile(r"(GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2})", re.ASCII)
DIGITS = 10
"""The digits of the shortest telephone number that can be dialled from elsewhere. Assumed."""


def is_name(text: str) -> bool:
    """Whether the text names somebody: a word of two different letters at least; "x", "xx" and "-" are nobody."""
    return any(len(set(word)) > 1 or word >= IDEOGRAPHS for word in WORD.findall(text.casefold()))


def is_telephone(text: str) -> bool:
    """Whether the text holds a number that can be dialled; words beside it, such as an extension, are kept."""
    figures = [figure for figure in text if figure.isdecimal()]
    return len(figures) >= DIGITS and len(set(figures)) > 1


def is_email(text: str) -> bool:
    """Whether the text looks like one email address: a name, one @, and a domain with a dot."""
    return EMAIL.fullmatch(text) is not None


def postcode(text: str) -> str | None:
    """A postcode as BS 7666 writes it, in capitals with one space; None when it is none. ZZ99 3VZ: no fixed abode."""
    compact = re.sub(r"\s", "", text).upper()
    written = f"{compact[:-3]} {compact[-3:]}"
    return written if _POSTCODE.fullmatch(written) else None


LONGEST_NAME = 100
_JOINERS = "\u200c\u200d"
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing (Unicode Default_Ignorable_Code_Point, and the empty Braille cell). Variation
selectors are not among them: names are written with them."""


def name_fault(text: str) -> str:
    """What a name of a person must not hold, in words; empty when it is well (record package, section 5)."""
    if len(text) > LONGEST_NAME:
        return f"{LONGEST_NAME} characters or fewer"
    if any(_unseen(char) for char in text):
        return "no line breaks, control or invisible characters"
    if all(char in _JOINERS or unicodedata.category(char)[0] in "MZ" for char in text):
        return "a name"
    if text != text.strip():
        return "no space at either end"
    return ""


def _unseen(char: str) -> bool:
    return char in _BLANK or (unicodedata.category(char) in _UNSEEN and char not in _JOINERS)
