"""What text may hold: pure checks on characters, used by every field."""

import unicodedata

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BROKEN = frozenset("\ufffd\ufeff\u2028\u2029\ufff9\ufffa\ufffb")
_LAYOUT = frozenset("\n\t")


def tidy(text: str) -> str:
    """The text with one kind of line end, composed letters, and no blank space around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip(" \n\t\u00a0")


def blank(text: str) -> bool:
    """Whether nothing of the text can be seen: only spaces and invisible joiners."""
    return all(unicodedata.category(char)[0] == "Z" or char in _LAYOUT or _invisible(char) for char in text)


def shown(text: str) -> str:
    """The text as it may be printed back: what cannot be kept appears as U+FFFD."""
    return text if text.isascii() and text.isprintable() else "".join(_printable(char) for char in text)


def visible(text: str) -> str:
    """The text without what cannot be shown: controls, invisible marks, broken characters. Line ends stay."""
    return "".join(char for char in text if not (_refused(char) or _invisible(char)) or char == "\r")


def refusal(text: str, called: str, longest: int) -> str | None:
    """The sentence that refuses the text, or None if it can be kept."""
    if len(text) > longest:
        return f"{called} must be {longest:,} characters or fewer"
    if text.isascii() and text.isprintable():
        return None
    if any(char in _BIDI for char in text):
        return f"{called} contains a hidden mark that reverses the text. Delete it and type the words again"
    if any(_refused(char) for char in text):
        return f"{called} contains a character that cannot be kept. Delete it and type the words again"
    return None


def _invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf"


def _printable(char: str) -> str:
    return "\ufffd" if char in _BIDI or _refused(char) else char


def _refused(char: str) -> bool:
    """Controls, surrogates, private marks of broken text and code points that are no characters."""
    if char in _LAYOUT:
        return False
    if char in _BROKEN or unicodedata.category(char) in ("Cc", "Cs"):
        return True
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF or 0xE0000 <= ord(char) <= 0xE007F
