"""What must be chosen from two records of one person, what asks for a reason, and how long it can be undone."""

from datetime import date

import pytest

from careplan.clients.rules.merging import (
    CHOICES,
    MERGING,
    Doubt,
    Side,
    differing,
    doubts,
    merged,
    misfits,
    undone_until,
    why_not_undo,
)
from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.merging import two_courses, two_prescriptions
from careplan.prescribing.rules.prescriptions import Covered

JANET = {
    "first_name": "Janet",
    "last_name": "Williams",
    "date_of_birth": date(1985, 7, 14),
    "birth_known": "known",
    "sex": "female",
    "ethnicity": "A",
    "nhs_number": "9990000018",
    "postcode": "ZZ99 3VZ",
    "deceased_on": None,
    "deceased_at": None,
    "deceased_by": None,
}
DAY = date(2025, 3, 1)


def test_what_is_the_same_is_not_asked():
    assert differing(JANET, JANET) == {}
    assert doubts(JANET, JANET) == frozenset()


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"first_name": "Jan"}, {"name": None}),
        ({"date_of_birth": date(1985, 1, 1), "birth_known": "estimated"}, {"birth": None}),
        ({"date_of_birth": date(1900, 1, 1), "birth_known": "unknown"}, {"birth": Side.SURVIVOR}),
        ({"sex": "not_known"}, {"sex": Side.SURVIVOR}),
        ({"sex": "male"}, {"sex": None}),
        ({"ethnicity": None, "postcode": "LS1 4AP"}, {"ethnicity": Side.SURVIVOR, "postcode": None}),
        ({"nhs_number": None}, {"nhs_number": Side.SURVIVOR}),
        ({"deceased_on": DAY}, {"death": Side.OTHER}),
        ({"deceased_at": DAY}, {}),
    ],
)
def test_a_choice_is_made_only_where_one_side_holds_nothing(other, expected):
    assert differing(JANET, JANET | other) == expected


def test_nothing_is_chosen_where_both_hold_nothing_known_but_say_it_differently():
    assert differing(JANET | {"sex": "not_specified"}, JANET | {"sex": "not_known"}) == {"sex": None}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"nhs_number": "9990000026"}, {Doubt.NUMBERS}),
        ({"nhs_number": None}, set()),
        ({"deceased_on": DAY}, {Doubt.DEATH}),
        ({"deceased_on": DAY, "nhs_number": "9990000026"}, {Doubt.DEATH, Doubt.NUMBERS}),
    ],
)
def test_two_numbers_and_a_death_in_one_record_ask_for_a_reason(other, expected):
    assert doubts(JANET, JANET | other) == expected


def test_what_is_taken_fills_all_of_its_columns():
    other = dict.fromkeys(JANET, "other")
    after = merged(JANET, other, {"name", "death"})
    assert {name for name, value in after.items() if value == "other"} == {
        *CHOICES["name"],
        *CHOICES["death"],
    }


def test_birth_and_death_fit_the_referrals_of_both_records():
    assert misfits(JANET, [DAY, date(2026, 1, 1)]) == []
    died = JANET | {"deceased_on": date(2025, 6, 1)}
    assert misfits(died, [DAY]) == []
    assert misfits(died, [DAY, date(2026, 1, 1)]) == [
        "The date of death must be on or after 1 January 2026, the last referral of the two records"
    ]
    born = JANET | {"date_of_birth": date(2025, 5, 1)}
    assert misfits(born, [date(2026, 1, 1), DAY]) == [
        "The date of birth must be on or before 1 March 2025, the first referral of the two records"
    ]
    assert misfits(born | {"birth_known": "unknown"}, [DAY]) == []
    assert misfits(JANET, []) == []


def test_a_joining_can_be_taken_back_for_30_days_and_the_latest_first():
    # 30 days: an assumption of ours, standards/merging-1.toml
    assert MERGING.latest.undo_days == 30
    last = undone_until(DAY)
    assert last == date(2025, 3, 31)
    assert why_not_undo(DAY, last, kept=True, later=False) == ""
    assert "30 days have passed" in why_not_undo(DAY, date(2025, 4, 1), kept=True, later=False)
    assert "Take that back first" in why_not_undo(DAY, last, kept=True, later=True)
    assert "before they were imported" in why_not_undo(DAY, last, kept=False, later=False)


def test_two_open_courses_of_one_drug_stand_in_the_way():
    mine = [(Drug.METHADONE, DAY, "North"), (Drug.BUPRENORPHINE, DAY, "North")]
    found = two_courses(mine, [(Drug.METHADONE, date(2025, 4, 2), "South")])
    assert len(found) == 1
    assert "an open methadone course: North since 1 March 2025, South since 2 April 2025" in found[0]
    assert "Ring the prescriber today" in found[0]
    assert two_courses(mine, []) == []
    assert two_courses(mine[:1], [(Drug.BUPRENORPHINE, DAY, "South")]) == []


def test_two_prescriptions_for_one_day_stand_in_the_way():
    mine = [Covered(DAY, date(2025, 3, 14))]
    found = two_prescriptions(Drug.METHADONE, mine, [Covered(date(2025, 3, 14), date(2025, 3, 20))])
    assert "cover 14 March 2025" in found[0]
    assert two_prescriptions(Drug.METHADONE, mine, [Covered(date(2025, 3, 15), date(2025, 3, 20))]) == []
    assert two_prescriptions(Drug.METHADONE, mine, []) == []
