"""Strict reading of CSV: what is read, what is refused, and on which line."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careplan.package.actions.export import line
from careplan.package.rules import lines
from careplan.package.rules.lines import Records


def read(raw: bytes) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]:
    faults: list[tuple[int, str]] = []
    rows = list(Records(io.BytesIO(raw), lambda number, found, _: faults.append((number, found))))
    return rows, faults


def test_a_plain_file_is_read_with_line_numbers() -> None:
    assert read(b"a,b\n1,2\r\n3,") == ([(1, ["a", "b"]), (2, ["1", "2"]), (3, ["3", ""])], [])


def test_a_byte_order_mark_is_accepted_at_the_start_only() -> None:
    assert read("\ufeffa,b\n\ufeff1,2\n".encode()) == ([(1, ["a", "b"]), (2, ["\ufeff1", "2"])], [])


def test_a_record_begins_on_the_line_of_its_first_character() -> None:
    rows, faults = read(b'a,b\n"x\n\ny",1\r\nz,"2"\n')
    assert rows == [(1, ["a", "b"]), (2, ["x\n\ny", "1"]), (5, ["z", "2"])]
    assert faults == []


def test_a_quoted_cell_keeps_every_byte_of_its_text() -> None:
    assert read(b'"a ""b"",\r\n\rc\t"\n')[0] == [(1, ['a "b",\r\n\rc\t'])]


@pytest.mark.parametrize(
    ("raw", "line_number", "found"),
    [
        (b"a,b\n\n1,2\n", 2, "a blank line"),
        (b"a,b\n1,2\n\r\n\n3,4\n", 3, "a blank line"),
        (b"a,b\r1,2\r", 1, "a lone CR"),
        (b"a,b\n1,2\r", 2, "a lone CR"),
        (b"a,b\n1,2\r\r\n", 2, "a lone CR"),
        (b'a,b\n"1",2\r3\n', 2, "a quote or CR out of place"),
        (b'a,b\n1,2"3"\n', 2, "a quote or CR out of place"),
        (b'a,b\n"1"2,3\n', 2, "a quote or CR out of place"),
        (b'a,b\n1",2\n3,4\n', 2, "a quote out of place"),
        (b'a,b\n1,"2\n3,4\n', 2, "a quote that is never closed"),
        (b"a,b\n1,\x002\n", 2, "NUL"),
        (b"a,b\nx,y\n1,\xe92\n\xff,3\n", 3, "byte e9"),
        (b"\xff\xfea\x00,\x00b\x00", 1, "byte ff"),
    ],
)
def test_what_breaks_the_format_is_named_by_its_line(raw: bytes, line_number: int, found: str) -> None:
    assert (line_number, found) in read(raw)[1]


def test_blank_lines_may_end_a_file() -> None:
    assert read(b"a,b\n1,2\n\n\r\n\n") == ([(1, ["a", "b"]), (2, ["1", "2"])], [])


def test_reading_goes_on_after_a_stray_quote() -> None:
    rows, faults = read(b'a,b\nx",1\ny,2\n')
    assert (3, ["y", "2"]) in rows
    assert len(faults) == 1


def test_only_the_first_bad_byte_of_a_file_is_a_fault() -> None:
    assert read(b"a\xe9\n\xe9\n\xe9\n")[1] == [(1, "byte e9")]


def test_a_line_without_end_is_a_fault_and_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 100)
    rows, faults = read(b"a,b\n" + b"x" * 1000 + b"\n1,2\n")
    assert rows == [(1, ["a", "b"]), (3, ["1", "2"])]
    assert faults == [(2, "a line of more than 100 bytes")]


def test_a_quoted_row_over_every_measure_is_skipped_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 100)
    rows, faults = read(b'a,b\n"' + b"x\n" * 200 + b'",1\n3,4\n')
    assert rows == [(1, ["a", "b"]), (203, ["3", "4"])]
    assert faults == [(2, "a row of 405 characters")]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), min_size=2, max_size=4))
)
def test_what_export_writes_is_read_back_and_means_the_same_to_others(rows: list[list[str]]) -> None:
    raw = "".join(map(line, rows)).encode()
    found, faults = read(raw)
    filled = [row for row in rows if row]
    assert [cells for _, cells in found] == filled
    assert faults == []
    assert list(csv.reader(io.StringIO(raw.decode(), newline=""), strict=True)) == filled
