"""What counts as the name of a person, or of a place to ring, and as a telephone number. Pure.

"'x' is nobody" (issue 7, section 1): names are words, and a number can be dialled.
"""

import re

WORD = re.compile(r"[^\W\d_]+")
IDEOGRAPHS = "\u2e80"
"""From here on one sign may be a whole name."""
DIGITS = 10
"""The digits of the shortest telephone number that can be dialled from elsewhere. Assumed."""


def is_name(text: str) -> bool:
    """Whether the text names somebody: a word of two different letters at least; "x", "xx" and "-" are nobody."""
    return any(len(set(word)) > 1 or word >= IDEOGRAPHS for word in WORD.findall(text.casefold()))


def is_telephone(text: str) -> bool:
    """Whether the text holds a number that can be dialled; words beside it, such as an extension, are kept."""
    figures = [figure for figure in text if figure.isdecimal()]
    return len(figures) >= DIGITS and len(set(figures)) > 1
