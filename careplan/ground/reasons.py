"""What counts as a reason: words that somebody wrote. Pure.

"A reason is words: one letter repeated, or the hint itself, is no reason" (issue 7, section 1).
"""

import re

WORD = re.compile(r"[^\W\d_]+")
LEAST = 3
"""Different letters of the shortest reason: "ill." is refused, "relapse" is not. Assumed."""


def is_reason(text: str, *hints: str) -> bool:
    """Whether the text says something: not one letter or one word repeated, and none of the field's own words."""
    words = WORD.findall(text.casefold())
    if len(set("".join(words))) < LEAST or all(len(set(word)) < 2 for word in words):
        return False
    if len(words) > 1 and len(set(words)) == 1:
        return False
    return words not in [spoken for hint in hints for spoken in _spoken(hint)]


def _spoken(hint: str) -> list[list[str]]:
    """The words of a hint, also without what introduces an example."""
    words = WORD.findall(hint.casefold())
    return [words, words[2:]] if words[:2] == ["for", "example"] else [words]
