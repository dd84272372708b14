"""Safety triggers: what raises one, what does not."""

from datetime import date

import pytest

from careplan.assessment.rules.triggers import SAFETY, Answers, Trigger, findings, told_here
from careplan.checklists.codes import Status
from careplan.checklists.queries import bank
from careplan.checklists.rules.asked import Given
from careplan.ground.standards import StandardError
from tests.standards import planted

BANK = bank("1")
DAY = date(2026, 3, 2)


def said(value):
    return Given(Status.ANSWERED, value)


def raised(known=(), **answers):
    given = {item: said(value) for item, value in answers.items()}
    return [
        finding.trigger
        for finding in findings(Answers(BANK, given, {**dict(known), **given}, DAY), SAFETY.latest)
    ]


@pytest.mark.parametrize(
    ("item", "value", "trigger"),
    [
        ("suicidal_thoughts", "active_no_plan", Trigger.SUICIDAL_THOUGHTS),
        ("suicidal_thoughts", "active_with_plan", Trigger.SUICIDAL_THOUGHTS),
        ("urgent_physical_health", ["wound"], Trigger.URGENT_PHYSICAL_HEALTH),
        ("child_safeguarding", {"value": "referral_made"}, Trigger.CHILD_SAFEGUARDING),
        ("domestic_abuse_experienced", "current", Trigger.DOMESTIC_ABUSE),
        ("withdrawal_now", "severe", Trigger.SEVERE_WITHDRAWAL),
        ("pregnancy_status", {"value": "yes"}, Trigger.PREGNANT),
        ("ost_elsewhere", {"value": True, "text": "GP"}, Trigger.TREATED_ELSEWHERE),
        ("overdose_last_date", "2026-03-02", Trigger.RECENT_OVERDOSE),
        ("overdose_last_date", "2026-02-02", Trigger.RECENT_OVERDOSE),
    ],
)
def test_what_cannot_wait_raises_its_trigger(item, value, trigger):
    assert raised(**{item: value}) == [trigger]


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("suicidal_thoughts", "passing"),
        ("urgent_physical_health", ["none"]),
        ("child_safeguarding", {"value": "no_concern"}),
        ("domestic_abuse_experienced", "past"),
        ("withdrawal_now", "moderate"),
        ("pregnancy_status", {"value": "unsure_test_offered"}),
        ("ost_elsewhere", {"value": False}),
        ("overdose_last_date", "2026-02-01"),
        ("overdose_last_date", "2026-03-03"),
        ("tolerance_loss", ["prison_release"]),
    ],
)
def test_what_can_wait_raises_nothing(item, value):
    assert raised(**{item: value}) == []


@pytest.mark.parametrize("loss", [["prison_release"], ["detox"], ["hospital", "detox"]])
@pytest.mark.parametrize(
    "use",
    [
        {"main_problem_substance": "heroin"},
        {"other_problem_substances": ["cannabis", "codeine_otc"]},
        {"substances_used": [{"substance": "other_opioid"}]},
        {"depressant_combinations": "sometimes"},
    ],
)
def test_lost_tolerance_counts_with_opioid_use(loss, use):
    assert raised(tolerance_loss=loss, **use) == [Trigger.LOST_TOLERANCE]
    earlier = {item: said(value) for item, value in use.items()}
    assert raised(known=earlier, tolerance_loss=loss) == [Trigger.LOST_TOLERANCE]


@pytest.mark.parametrize("loss", [["none"], ["hospital"], ["self_stopped"]])
def test_other_breaks_in_use_raise_nothing(loss):
    assert raised(tolerance_loss=loss, main_problem_substance="heroin") == []


def test_an_earlier_answer_alone_raises_nothing():
    assert raised(known={"suicidal_thoughts": said("active_with_plan")}, self_harm="never") == []


def test_a_carried_answer_is_told_here_once_it_is_confirmed():
    carried = Given(Status.ANSWERED, "current", carried_on=date(2026, 1, 1))
    confirmed = Given(Status.ANSWERED, "current", carried_on=date(2026, 1, 1), confirmed_on=DAY)
    assert told_here({"a": carried, "b": confirmed, "c": said("x"), "d": Given(Status.DECLINED)}).keys() == {
        "b",
        "c",
    }


def test_several_triggers_come_in_their_order():
    assert raised(pregnancy_status={"value": "yes"}, suicidal_thoughts="active_no_plan") == [
        Trigger.SUICIDAL_THOUGHTS,
        Trigger.PREGNANT,
    ]


def test_the_standard_names_items_and_options_of_the_bank_and_a_sentence_for_every_trigger():
    for watch in SAFETY.latest.triggers.values():
        options = set(BANK.items[watch.item].answer.options) or {"yes", "no"}
        assert watch.codes | watch.unless <= options
        assert watch.words
    assert SAFETY.latest.opioids <= set(BANK.items["main_problem_substance"].answer.options)


def test_a_standard_without_one_of_the_triggers_or_with_an_unknown_one_is_refused(tmp_path):
    with pytest.raises(StandardError, match="Invalid enum value 'sad'"):
        planted(SAFETY, tmp_path, ("[triggers.pregnant]", "[triggers.sad]")).latest  # noqa: B018
