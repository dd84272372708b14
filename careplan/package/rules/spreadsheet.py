"""What a spreadsheet makes of a file: another encoding, another sign between cells, a line of its own, a workbook."""

import re
from collections.abc import Collection

HEAD = 1 << 14
"""So many bytes are enough to tell."""
EXPECTED = "UTF-8 text, the header in its first line, cells parted by commas"

_WORKBOOKS = {b"PK\x03\x04": "an Excel workbook (XLSX)", b"\xd0\xcf\x11\xe0": "an Excel workbook (XLS)"}
_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
"""Byte order marks; the longer first, since one begins with another."""
_ZEROS = {
    (1, 2, 3): "utf-32-le",
    (0, 1, 2): "utf-32-be",
    (1, 3): "utf-16-le",
    (0, 2): "utf-16-be",
}
"""Which bytes of each four are zero in the plain letters of a header."""
_NAMES = {"utf-16": "UTF-16", "utf-32": "UTF-32"}
_SIGNS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SEP = re.compile(r'"?sep=(.?)"?', re.IGNORECASE | re.DOTALL)


def cause(head: bytes, columns: Collection[str]) -> str:
    """Why the beginning of a file is no CSV of a package with these columns, in words; empty when it may be one."""
    for mark, words in _WORKBOOKS.items():
        if head.startswith(mark):
            return words
    codec = encoding(head)
    text = head.decode(codec or "utf-8", errors="replace").removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    texts = [f"{_NAMES[codec[:6]]} text"] if codec else []
    if given := _SEP.fullmatch(first.rstrip("\r")):
        texts.append(f"a line sep={given[1].replace(chr(9), 'tab')}")
        first = rest.partition("\n")[0]
    if sign := parted(first, columns):
        texts.append(f"cells parted by {_SIGNS[sign]}")
    return ", ".join(texts)


def encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 as Python names it, by its mark or by the zeros between plain letters; none for others."""
    for mark, codec in _MARKS.items():
        if head.startswith(mark):
            return codec
    sample = head[: min(64, len(head) // 4 * 4)]
    zeros = tuple(place for place in range(4) if sample and not any(sample[place::4]))
    return _ZEROS.get(zeros)


def parted(header: str, columns: Collection[str]) -> str:
    """The sign that parts the header into more known columns than a comma does; empty where none does."""
    counts = {sign: len(_cells(header, sign) & set(columns)) for sign in (",", *_SIGNS)}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] > counts[","] else ""


def _cells(header: str, sign: str) -> set[str]:
    return {cell.strip().strip('"') for cell in header.split(sign)}
