"""What an answer can be at all: data beside the edition, and the rules that read it."""

from datetime import date

import pytest

from careplan.checklists.queries import bank, editions
from careplan.checklists.rules.bounds import Bound, Life, before_birth, number_beyond
from careplan.checklists.rules.values import check_value, in_words
from careplan.ground.standards import StandardError
from tests.checklists.test_editions import edition_1, read

BANK = bank("1")
LIFE = Life(date(2026, 3, 2), date(1985, 7, 14))


@pytest.mark.parametrize("edition", editions())
def test_every_edition_has_bounds_beside_it(edition):
    assert bank(edition).items["substances_used"].answer.bounds.numbers


@pytest.mark.parametrize(
    ("bound", "text", "wanted"),
    [
        (Bound(most=28), "28", ""),
        (Bound(most=28), "29", "a whole number from 0 to 28"),
        (Bound(most=28), "2.5", "a whole number from 0 to 28"),
        (Bound(most=28), "-1", "a whole number from 0 to 28"),
        (Bound(most=28), "most", "a whole number from 0 to 28"),
        (Bound(least=20, most=400, whole=False), "71.5", ""),
        (Bound(most_age=True), "40", ""),
        (Bound(most_age=True), "41", "a whole number from 0 to 40, the age of the client"),
    ],
)
def test_a_number_beyond_its_bound_is_told_what_it_can_be(bound, text, wanted):
    assert number_beyond(bound, text, LIFE) == wanted


def test_no_age_bounds_a_client_whose_birth_is_not_known_for_certain():
    assert number_beyond(Bound(most_age=True), "99", Life(LIFE.on)) == ""


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("1985-07-13", True),
        ("1985-07-14", False),
        ("13/7/1985", True),
        ("14 7 1985", False),
        ("1984", True),
        ("1985", False),
        ("last summer", False),
        ("31/2/1980", False),
    ],
)
def test_no_event_lies_before_birth(text, before):
    assert before_birth(text, LIFE) is before
    assert before_birth(text, Life(LIFE.on)) is False


def test_scores_have_places_of_their_own_and_the_import_is_not_bound():
    item = BANK.items["mood_anxiety"]
    value = {"value": 14, "phq_9": 14, "gad_7": 9, "text": "worse at night"}
    assert check_value(item, value) is None
    assert check_value(item, {"value": 30, "phq_9": 30}) is None
    assert check_value(item, {"value": 14, "phq_9": "14"}) is not None
    assert check_value(BANK.items["pain"], {"value": 1, "phq_9": 14}) is not None
    assert in_words(BANK, item, value) == "14 – PHQ-9 score: 14 – GAD-7 score: 9 – worse at night"


@pytest.mark.parametrize(
    "row", [{"item": "nothing"}, {"item": "pain", "column": "days"}, {"item": "pain", "tool": "audit"}]
)
def test_bounds_of_what_an_item_does_not_have_are_refused(row):
    data = edition_1()
    data["bounds"].append(row)
    with pytest.raises(StandardError, match="bounds"):
        read(data)
