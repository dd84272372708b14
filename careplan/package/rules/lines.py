"""Strict reading of CSV by RFC 4180, record by record; what a spreadsheet may have made of a file."""

import csv
import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from typing import BinaryIO

from careplan.package.rules.cells import LONGEST_CELL

LONGEST_LINE = 1 << 26
_BOM = b"\xef\xbb\xbf"
_QUOTED = r'"(?:[^"]++|"")*+"'
_CELL = rf'(?:{_QUOTED}|[^",\r\n]*+)'
_RECORD = re.compile(rf"{_CELL}(?:,{_CELL})*+(?:\r\n|\n)?+")
_OPEN = re.compile(rf'(?:{_CELL},)*+"(?:[^"]++|"")*+')
QUOTES = 'quotes around a whole cell, each quote inside doubled ("")'

csv.field_size_limit(LONGEST_LINE)

Report = Callable[[int, str, str], None]


class Records:
    """The records of one file; what breaks the format goes to `report` as line, found, expected."""

    def __init__(self, stream: BinaryIO, report: Report) -> None:
        """`stream` is read once, line by line; `report` is called as faults are met."""
        self._stream = stream
        self._report = report
        self._blank: list[int] = []
        self._utf8 = True
        self._sha = hashlib.sha256()
        self.long = False

    @property
    def sha256(self) -> str:
        """Of the bytes read so far, as hexadecimal digits."""
        return self._sha.hexdigest()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """(line, cells) of every readable record; `long` says that a cell of it may be over length."""
        lines = self._lines()
        for number, text in lines:
            if text in ("\n", "\r\n"):
                self._blank.append(number)
                continue
            self._no_blanks()
            whole = self._whole(number, text, lines) if '"' in text else text
            cells = self._cells(number, whole) if whole else None
            if cells is not None:
                yield number, cells

    def _lines(self) -> Iterator[tuple[int, str]]:
        number = 0
        while raw := self._read():
            number += 1
            if len(raw) == LONGEST_LINE and raw[-1:] != b"\n":
                self._report(
                    number, f"a line of more than {LONGEST_LINE:,} bytes", "CRLF or LF at the end of a row"
                )
                while raw and raw[-1:] != b"\n":
                    raw = self._read()
                continue
            yield number, self._text(number, raw.removeprefix(_BOM) if number == 1 else raw)

    def _read(self) -> bytes:
        raw = self._stream.readline(LONGEST_LINE)
        self._sha.update(raw)
        return raw

    def _text(self, number: int, raw: bytes) -> str:
        try:
            return raw.decode()
        except UnicodeDecodeError as bad:
            if self._utf8:
                self._report(number, f"byte {raw[bad.start]:02x}", "UTF-8")
            self._utf8 = False
            return raw.decode(errors="replace")

    def _no_blanks(self) -> None:
        for number in self._blank:
            self._report(number, "a blank line", "a row, or the end of the file")
        self._blank.clear()

    def _whole(self, number: int, text: str, lines: Iterator[tuple[int, str]]) -> str | None:
        """The record that begins here, up to the line where its last quote closes."""
        if text.count('"') % 2 == 0:
            return text
        if not _OPEN.fullmatch(text):
            self._report(number, "a quote out of place", QUOTES)
            return None
        parts, size = [text], len(text)
        for _, following in lines:
            size += len(following)
            if size <= LONGEST_LINE:
                parts.append(following)
            if following.count('"') % 2 == 1:
                break
        else:
            self._report(number, "a quote that is never closed", QUOTES)
            return None
        if size > LONGEST_LINE:
            self._report(
                number, f"a row of {size:,} characters", f"cells of at most {LONGEST_CELL:,} characters"
            )
            return None
        return "".join(parts)

    def _cells(self, number: int, text: str) -> list[str] | None:
        if "\0" in text:
            self._report(number, "NUL", "text without NUL")
        self.long = len(text) > LONGEST_CELL
        if '"' not in text:
            row = text.removesuffix("\n").removesuffix("\r") if text[-1] == "\n" else text
            if "\r" not in row:
                return row.split(",")
            self._report(number, "a lone CR", "CRLF or LF at the end of a row")
            return None
        if not _RECORD.fullmatch(text):
            self._report(number, "a quote or CR out of place", QUOTES)
            return None
        return next(csv.reader([text], strict=True))


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
