"""When an assessment may be completed, and what it takes over from earlier ones."""

from datetime import date

import pytest

from careplan.assessment.rules.carrying import Beside, Earlier, carried
from careplan.assessment.rules.completion import Outcome, Reason, outcome, still_to_ask
from careplan.checklists.codes import Kind, Status
from careplan.checklists.queries import bank
from careplan.checklists.rules.asked import Given, Sitting

BANK = bank("1")
DAY = date(2026, 3, 2)
ITEM = BANK.items["abscesses"]


@pytest.mark.parametrize(
    ("to_ask", "unanswered", "reason", "becomes"),
    [
        ([], [], None, Outcome.COMPLETED),
        ([], [], Reason.TOO_UNWELL, Outcome.COMPLETED),
        ([ITEM], [], None, Outcome.REFUSED),
        ([ITEM], [], Reason.CLIENT_LEFT, Outcome.INCOMPLETE),
        ([], ["suicidal_thoughts"], None, Outcome.HELD_BACK),
        ([ITEM], ["suicidal_thoughts"], Reason.TO_FINISH, Outcome.HELD_BACK),
    ],
)
def test_completing_needs_everything_asked_or_a_reason_and_every_trigger_answered(
    to_ask, unanswered, reason, becomes
):
    assert outcome(to_ask, unanswered, reason) is becomes


def test_what_the_services_form_leaves_out_is_not_waited_for():
    sitting = Sitting(BANK, Kind.TRIAGE, DAY, DAY, {})
    every = {item.item for item in still_to_ask(sitting, ())}
    assert len(every) == 41
    assert every - {item.item for item in still_to_ask(sitting, {"urgency", "referral_source"})} == {
        "urgency",
        "referral_source",
    }


def test_a_dependent_is_waited_for_once_its_condition_holds():
    drinks = {"alcohol_use": Given(Status.ANSWERED, "current")}
    waited = {item.item for item in still_to_ask(Sitting(BANK, Kind.TRIAGE, DAY, DAY, drinks), ())}
    assert {"alcohol_days_28", "alcohol_units_day", "alcohol_dependence_symptoms"} <= waited
    assert "alcohol_use" not in waited


def earlier(item, value, on=DAY, from_id="A1", status=Status.ANSWERED):
    return Earlier(item, status, value, None, from_id, on)


def test_the_latest_answer_is_carried_in_bank_order():
    taken = carried(
        BANK,
        Kind.COMPREHENSIVE,
        [
            earlier("housing_status", "hostel"),
            earlier("housing_status", "settled", from_id="A2"),
            earlier("alcohol_use", "never"),
        ],
    )
    assert [(answer.item, answer.value, answer.from_id) for answer in taken] == [
        ("alcohol_use", "never", "A1"),
        ("housing_status", "settled", "A2"),
    ]


def test_the_answer_last_affirmed_wins_over_one_carried_on_since():
    affirmed = earlier("housing_status", "settled", on=date(2026, 1, 1), from_id="A2")
    carried_on = earlier("housing_status", "hostel", on=date(2025, 1, 1), from_id="A1")
    assert carried(BANK, Kind.COMPREHENSIVE, [affirmed, carried_on])[0].from_id == "A2"


def test_items_of_other_lists_are_left_behind():
    assert carried(BANK, Kind.RISK, [earlier("urgency", "same_day")]) == []


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ANSWERED])
def test_only_answers_are_carried(status):
    assert carried(BANK, Kind.RISK, [earlier("self_harm", None, status=status)]) == []


def test_a_gap_is_not_carried():
    assert carried(BANK, Kind.RISK, [earlier("bbv_transmission", "not_discussed")]) == []
    assert len(carried(BANK, Kind.RISK, [earlier("bbv_transmission", "discussed_no_risk")])) == 1


@pytest.mark.parametrize(
    ("item", "holds", "takes"),
    [
        ("self_harm", {}, True),
        ("self_harm", {"self_harm": ("A1", False)}, True),
        ("self_harm", {"self_harm": ("A1", True)}, False),
        ("self_harm", {"self_harm": ("A9", False)}, True),
        ("self_harm", {"self_harm": ("A9", True)}, False),
        ("self_harm", {"self_harm": (None, False)}, False),
        ("urgency", {}, False),
        ("shoe_size", {}, False),
    ],
)
def test_an_open_assessment_takes_an_answer_given_beside_it_unless_it_has_its_own(item, holds, takes):
    assert Beside("A2", Kind.RISK, "1", holds).takes(BANK, item, "A1") is takes


def test_an_answer_of_an_item_the_bank_does_not_know_is_left_behind():
    assert carried(BANK, Kind.RISK, [earlier("shoe_size", 42)]) == []
