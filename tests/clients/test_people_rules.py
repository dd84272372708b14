"""Names as they are typed, postcodes, ages, and when two records may be one person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplan.clients.rules.births import Birth
from careplan.clients.rules.likeness import Likeness, Person, answered, likeness
from careplan.clients.rules.names import folded, name_parts
from careplan.clients.rules.people import under_age
from careplan.ground.persons import name_fault, postcode

BORN = date(1985, 7, 14)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Zoë O’Brien-Lee", "zoe obrien lee"),
        ("ÖZIL", "ozil"),
        ("  Anne   Marie ", "anne marie"),
        ("100%_real", "100 real"),
        ("Groß", "gross"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Søren Ærø", "soren aero"),
        ("Đặng", "dang"),
        ("Þóra", "thora"),
        ("Işık", "isik"),
        ("IŞIK", "isik"),
        ("Will\u200bi\u200eams", "williams"),
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
        (Person("Janet", "Williams", date(1986, 7, 14), "female"), (Likeness.NAME_AND_NEAR_BIRTH,)),
        (Person("Janet", "Williams", date(1984, 7, 14), "not_known"), (Likeness.NAME_AND_NEAR_BIRTH,)),
        (Person("Janet", "Williams", date(1986, 7, 14), "male"), ()),
        (Person("Janet", "Smith", BORN, "female"), (Likeness.ONE_NAME_AND_BIRTH,)),
        (Person("Janet", "Smith", BORN, "male"), ()),
        (Person("Jo", "Wells", BORN, "not_known"), (Likeness.INITIALS_BIRTH_AND_SEX,)),
        (Person("Jo", "Wells", BORN, "not_specified"), (Likeness.INITIALS_BIRTH_AND_SEX,)),
        (
            Person("Janet", "Williams", date(1988, 1, 1), "female", None, "estimated"),
            (Likeness.NAME_AND_UNSURE_BIRTH,),
        ),
        (Person("Janet", "Williams", date(1970, 1, 1), "female", None, "estimated"), ()),
        (
            Person("Janet", "Williams", date(1900, 1, 1), "female", None, "unknown"),
            (Likeness.NAME_AND_UNSURE_BIRTH,),
        ),
        (Person("Jo", "Wells", date(1900, 1, 1), "female", None, "unknown"), ()),
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Łukasz", "Wójcik"), ("Lukasz", "Wojcik")),
        (("Søren", "Bjørn"), ("Soeren", "Bjoern")),
        (("Groß", "Müller"), ("Gross", "Mueller")),
        (("Yıldız", "-"), ("Yildiz", "-")),
        (("Ali", "-"), ("-", "ALI")),
    ],
)
def test_two_spellings_are_one_name(one, other):
    people = [Person(*name, BORN, "male") for name in (one, other)]
    assert likeness(*people) == likeness(*reversed(people)) == (Likeness.NAME_AND_BIRTH,)


def test_day_and_month_swapped_are_near():
    one, other = (Person("Ann", "Lee", on, "female") for on in (date(1985, 4, 3), date(1985, 3, 4)))
    assert likeness(one, other) == (Likeness.NAME_AND_NEAR_BIRTH,)


def test_two_births_of_which_nothing_is_known_are_not_the_same_day():
    one, other = (Person(name, "Lee", date(1900, 1, 1), "female", None, "unknown") for name in ("Ann", "Al"))
    assert likeness(one, other) == ()


@given(
    *[
        st.builds(
            Person,
            st.sampled_from(["Ann", "Åse", "Aase", "Jo"]),
            st.sampled_from(["Lee", "-", "Müller"]),
            st.sampled_from([date(1985, 3, 4), date(1985, 4, 3), date(1986, 3, 4), date(1900, 1, 1)]),
            st.sampled_from(["male", "female", "not_known"]),
            st.sampled_from([None, "9990000018"]),
            st.sampled_from(["known", "estimated", "unknown"]),
        )
        for _ in range(2)
    ]
)
def test_whoever_is_alike_shares_a_number_a_known_birth_or_a_name(one, other):
    assert bool(likeness(one, other)) is bool(likeness(other, one))
    if likeness(one, other):
        births = {(who.date_of_birth, who.certain) for who in (one, other)}
        assert (
            (one.nhs_number and one.nhs_number == other.nhs_number)
            or one.key == other.key
            or len(births) == 1
        )


@pytest.mark.parametrize(
    ("name", "well"),
    [
        ("Zoë", True),
        ("नमस्\u200dते", True),
        ("O’Brien née Price", True),
        ("-", True),
        (" Ann", False),
        ("Ann ", False),
        ("An\nn", False),
        ("An\u200bn", False),
        ("An\u00adn", False),
        ("An\u2028n", False),
        ("An\x07n", False),
        ("", False),
        ("\u200d", False),
        ("\u3164", False),  # the Hangul filler, a letter that shows nothing
        ("\u2800", False),  # the empty Braille cell
        ("An\u034fn", False),
        ("An\u17b4n", False),
        ("\u0301", False),  # an accent on nothing
        ("\u845b\U000e0100城", True),  # a variation selector that Japanese names are written with
        ("x" * 101, False),
    ],
)
def test_a_name_holds_what_can_be_seen(name, well):
    assert (name_fault(name) == "") is well


@pytest.mark.parametrize(
    ("known", "short", "aged", "age"),
    [
        ("known", "14-Jul-1985", "14-Jul-1985 (40y)", 40),
        ("estimated", "about 1985", "about 1985 (about 40y)", 40),
        ("unknown", "not known", "not known", None),
    ],
)
def test_a_birth_says_how_well_it_is_known(known, short, aged, age):
    on = date(1985, 7, 14) if known == "known" else date(1985, 1, 1)
    birth = Birth(on, known)
    assert (birth.short(), birth.with_age(date(2025, 12, 1)), birth.age(date(2025, 12, 1))) == (
        short,
        aged,
        age,
    )
    assert birth.earliest == (on if known == "known" else None)
