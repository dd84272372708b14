"""What a cell of each type may hold."""

import pytest

from careplan.package.rules.cells import check, moment
from careplan.package.rules.profile import Column, profile_1

GOOD_AND_BAD = {
    "id": (["a", "A-1._x", "x" * 64], ["a b", "é", "x" * 65, "a/b", "a\n"]),
    "date": (
        ["2024-02-29", "0001-01-01"],
        ["2023-02-29", "2026-3-1", "20260301", " 2026-03-01", "２026-03-01"],
    ),
    "moment": (
        ["2026-03-01T10:00Z", "2026-03-01T10:00:00+01:00", "2026-03-01T10:00:00.123456-05:30"],
        [
            "2026-03-01T10:00",
            "2026-03-01 10:00Z",
            "2026-03-01T24:00Z",
            "2026-13-01T10:00Z",
            "0001-01-01T00:00+01:00",
        ],
    ),
    "bool": (["true", "false"], ["TRUE", " true", "1", "yes"]),
    "whole": (["0", "1", "12"], ["01", "-1", "1.0", "1234567890"]),
    "decimal": (
        ["0", "60", "60.5", "120.01", "123456789"],
        ["-1", "+1", "1.001", ".5", "1.", "1e3", "1234567890"],
    ),
    "positive": (["0.01", "8"], ["0", "0.00"]),
    "percent": (["0", "100", "12.5"], ["100.01", "101"]),
    "week": (["0111110"], ["011111", "01111102", "Ja"]),
    "agency": (["A0001"], ["a0001", "A001", "A00011"]),
    "name": (
        ["Zoë", "O'Brien, née Price", "-", "नमस्\u200dते", "x" * 100],
        [
            " Ann",
            "Ann ",
            "An\nn",
            "An\u00adn",
            "An\u200bn",
            "\ufeffAnn",
            "An\x85n",
            "x" * 101,
            "\u200d",
            "\u3164",
        ],
    ),
    "nhs_number": (
        ["9990000018", "9990000026", "9990000034"],
        ["9990000019", "999 000 0018", "999000001", "٩990000018", "0000000000", "1111111111"],
    ),
    "postcode": (
        ["EC1A 1BB", "B33 8TH", "CR2 6XH", "W1A 0AX", "M1 1AE", "GIR 0AA", "ZZ99 3VZ"],
        ["EC1A1BB", "ec1a 1bb", "B33  8TH", "B33 8TC", "1A 1AA"],
    ),
    "author": (["W1", "import"], ["x" * 65]),
    "top_days": (["0", "9", "19", "28", "NA"], ["29", "-1", "07", "1.5", "Y", "na"]),
    "top_rating": (["0", "20", "NA"], ["21", "00", "N"]),
    "top_units": (["0", "6", "1000", "NA"], ["1001", "6.5", "06"]),
    "top_tenths": (["0", "6.5", "12.0", "1000", "NA"], ["1000.5", "12.55", "06", "6."]),
    "top_yes_no": (["Y", "N", "NA"], ["y", "1", "yes"]),
    "findings": (
        ["{}", '{"opiates": "positive", "6-MAM": "not_tested"}'],
        [
            "[]",
            "positive",
            '{"opiates": true}',
            '{"": "negative"}',
            '{"a": "negative", "a": "negative"}',
            '{"a": "Positive"}',
        ],
    ),
}


@pytest.mark.parametrize("kind", GOOD_AND_BAD)
def test_a_cell_is_taken_as_it_stands_or_refused(kind: str) -> None:
    fits = check(Column("x", kind))
    good, bad = GOOD_AND_BAD[kind]
    assert fits is not None
    assert [cell for cell in good if not fits(cell)] == []
    assert [cell for cell in bad if fits(cell)] == []


def test_a_code_is_one_of_its_list() -> None:
    fits = check(profile_1().files["clients"].by_name["sex"])
    assert fits is not None
    assert fits("male")
    assert not fits("Male")


def test_a_moment_keeps_its_instant() -> None:
    assert moment("2026-03-01T10:00:00+01:00") == moment("2026-03-01T09:00Z")


def test_every_type_of_the_profile_is_known() -> None:
    known = set(GOOD_AND_BAD) | {"text", "code", "ref", "item", "json"}
    assert {column.type for file in profile_1().files.values() for column in file.columns} <= known
