"""Strict reading of CSV by RFC 4180, record by record, with the physical line on which each begins."""

import csv
import hashlib
import re
from collections.abc import Callable, Iterator
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
