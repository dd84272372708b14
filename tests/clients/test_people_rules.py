"""Names as they are typed, postcodes, ages, and when two records may be one person."""

from datetime import date

import pytest

from careplan.clients.rules.births import Birth
from careplan.clients.rules.likeness import Likeness, Person, answered, likeness
from careplan.clients.rules.names import folded, name_parts
from careplan.clients.rules.people import postcode, under_age

BORN = date(1985, 7, 14)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Zoë O’Brien-Lee", "zoe obrien lee"),
        ("ÖZIL", "ozil"),
        ("  Anne   Marie ", "anne marie"),
        ("100%_real", "100 real"),
        ("Groß", "gross"),
        ("--", ""),
    ],
)
def test_a_name_is_folded_for_finding(name, plain):
    assert folded(name) == plain


def test_the_parts_of_a_name_count_once():
    assert name_parts("Lee lee ANN") == ("lee", "ann")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ls14ap", "LS1 4AP"),
        ("zz99 3vz", "ZZ99 3VZ"),
        (" EC1A  1BB ", "EC1A 1BB"),
        ("gir0aa", "GIR 0AA"),
        ("LS1", None),
        ("L1 1A1", None),
        ("٣S1 4AP", None),
    ],
)
def test_a_postcode_is_written_one_way(typed, written):
    assert postcode(typed) == written


@pytest.mark.parametrize(("on", "young"), [(date(2003, 7, 13), True), (date(2003, 7, 14), False)])
def test_somebody_is_an_adult_on_the_eighteenth_birthday(on, young):
    assert under_age(Birth(BORN), on) is young


JANET = Person("Janet", "Williams", BORN, "female", "9990000018")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Person("Ann", "Other", date(1990, 1, 1), "female", "9990000018"), (Likeness.NHS_NUMBER,)),
        (Person("WILLIAMS", "janet", BORN, "male"), (Likeness.NAME_AND_BIRTH,)),
        (Person("Jo", "Wells", BORN, "female"), (Likeness.INITIALS_BIRTH_AND_SEX,)),
        (Person("Jo", "Wells", BORN, "male"), ()),
        (Person("Janet", "Williams", date(1985, 7, 15), "female"), ()),
        (JANET, (Likeness.NHS_NUMBER, Likeness.NAME_AND_BIRTH)),
    ],
)
def test_two_records_may_be_one_person(other, why):
    assert likeness(JANET, other) == why


def test_two_people_without_a_number_do_not_share_it():
    one, other = Person("A", "B", BORN, "male"), Person("C", "D", BORN, "male")
    assert likeness(one, other) == ()


def test_a_record_that_was_not_shown_is_not_answered():
    assert answered(["a", "b"], ["a"])
    assert not answered(["a"], ["a", "b"])
    assert answered([""], [])
