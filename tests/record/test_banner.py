"""The banner: what must be read before anything else, and what is not the same as "none"."""

from datetime import date, timedelta

import pytest

from careplan.clients.models import Client, Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.record.rules.banner import ItemAnswer, allergies, child_at_home, latest, overdosed_on
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import PauseFactory
from tests.factories.risk import RiskActionFactory, RiskLevelFactory

ON = date(2026, 3, 2)


def said(item, value, status="answered", on=ON):
    return ItemAnswer(item, status, value, on, "a1", "e1")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "Not recorded"),
        (said("allergies", {"value": False}), "No known allergies"),
        (said("allergies", {"value": True, "text": "Penicillin"}), "Penicillin"),
        (said("allergies", {"value": True}), "Yes, not described"),
        (said("allergies", None, "declined"), "Asked: declined to say"),
        (said("allergies", None, "not_known"), "Asked: not known"),
    ],
)
def test_allergies_not_recorded_is_not_none_known(answer, words):
    assert allergies(answer).words == words


@pytest.mark.parametrize(("days", "shown"), [(0, True), (90, True), (91, False), (-1, False)])
def test_an_overdose_stands_for_90_days(days, shown):
    day = ON - timedelta(days=days)
    answers = {"overdose_last_date": said("overdose_last_date", day.isoformat())}
    assert (overdosed_on(answers, ON) == day) is shown


def test_a_later_no_to_overdose_takes_the_flag_away():
    answers = latest([said("overdose_last_date", ON.isoformat()), said("overdose_ever", False)])
    assert overdosed_on(answers, ON) is None


def test_a_child_elsewhere_is_not_a_child_at_home():
    away = said("children_under_18", [{"age": 4, "lives_with": False}])
    home = said("children_under_18", [{"age": 4, "lives_with": False}, {"age": 7, "lives_with": True}])
    assert child_at_home({"children_under_18": away}) is None
    assert child_at_home({"children_under_18": home}) is home


def test_an_item_not_asked_again_keeps_its_last_answer():
    first = said("allergies", {"value": True, "text": "Latex"})
    assert latest([first, said("allergies", None, "not_asked")])["allergies"] is first


@pytest.mark.parametrize("status", ["declined", "not_known"])
def test_a_client_who_declines_later_keeps_the_allergy_that_is_known(status):
    first = said("allergies", {"value": True, "text": "Latex"})
    assert latest([first, said("allergies", None, status)])["allergies"] is first
    assert latest([said("allergies", None, status), first])["allergies"] is first
    newer = said("allergies", None, status)
    assert latest([said("allergies", None, "not_asked"), newer])["allergies"] is newer


def risky(house):
    episode = db.session.get_one(Episode, house.episode)
    assessment = AssessmentFactory(episode=episode, kind="comprehensive")
    AnswerFactory(assessment=assessment, item="allergies", value={"value": True, "text": "Penicillin"})
    yesterday = today() - timedelta(days=1)
    AnswerFactory(assessment=assessment, item="overdose_last_date", value=yesterday.isoformat())
    AnswerFactory(assessment=assessment, item="children_under_18", value=[{"age": 3, "lives_with": True}])
    first, last = date(2025, 1, 10), date(2025, 2, 10)
    old = AssessmentFactory(episode=episode, kind="risk", completed_on=first, started_on=first)
    RiskLevelFactory(assessment=old, domain="to_others", level="high")
    new = AssessmentFactory(episode=episode, kind="risk", completed_on=last, started_on=last)
    RiskLevelFactory(assessment=new, domain="self", level="immediate")
    RiskLevelFactory(assessment=new, domain="children", level="medium")
    RiskActionFactory(assessment=new, action="Ring every day " * 20, due_on=date(2025, 2, 12))
    RiskActionFactory(assessment=new, action="Later", due_on=date(2025, 2, 13))
    RiskActionFactory(assessment=new, action="Was done", due_on=date(2025, 2, 11), done_on=last)
    RiskActionFactory(assessment=new, domain="children", action="Not of a grave risk")
    RiskActionFactory(assessment=old, domain="self", action="Of an earlier assessment")
    PauseFactory(episode=episode, reason="prison", from_on=date(2025, 2, 11))
    db.session.commit()


def test_the_banner_says_the_latest_risks_allergies_overdose_child_and_prison(house, session, as_keyworker):
    risky(house)
    page = as_keyworker.get(f"/record/{house.episode}").text
    banner = page[page.index("app-banner") : page.index("<main")]
    for words in ("Immediate risk: harm to self", "Penicillin", "Child at home", "Overdose", "In prison"):
        assert words in banner
    doing = "Ring every day " * 5 + "Ring…"
    assert f"Immediate risk: harm to self. {doing} (Kay Keyworker, by 12 February 2025)" in banner
    for words in ("Later", "Was done", "Not of a grave risk", "Of an earlier assessment"):
        assert words not in banner
    assert "harm to others" not in banner
    assert "harm to children" not in banner


def test_the_banner_begins_with_the_name_and_says_what_nobody_recorded(house, session, as_keyworker):
    page = as_keyworker.get(f"/record/{house.episode}").text
    banner = page[page.index("app-banner") : page.index("<main")]
    for words in ("WILLIAMS, Janet", "14-Jul-1985", "Female", "999\u00a0000\u00a00018", "Not recorded"):
        assert words in banner
    assert "No known allergies" not in banner


def test_the_dead_do_not_grow_older(house, session, as_keyworker):
    session.get_one(Client, house.client).deceased_on = date(2020, 7, 13)
    session.info["trailed"] = True
    session.commit()
    page = as_keyworker.get(f"/record/{house.episode}").text
    assert "14-Jul-1985 (34y)" in page
    assert "Died 13 July 2020" in page


def test_the_banner_goes_by_the_day_an_assessment_was_completed_not_begun(house, session, as_keyworker):
    episode = session.get_one(Episode, house.episode)
    long = AssessmentFactory(episode=episode, started_on=date(2025, 1, 5), completed_on=date(2025, 3, 2))
    short = AssessmentFactory(
        episode=episode, kind="triage", started_on=date(2025, 2, 1), completed_on=date(2025, 2, 1)
    )
    AnswerFactory(assessment=long, item="allergies", value={"value": True, "text": "Penicillin"})
    AnswerFactory(assessment=short, item="allergies", value={"value": False})
    open_one = AssessmentFactory(episode=episode, kind="risk", started_on=date(2025, 3, 3))
    AnswerFactory(assessment=open_one, item="allergies", value={"value": False}, carried_from=short.id)
    session.commit()
    assert "Penicillin" in as_keyworker.get(f"/record/{house.episode}/risk").text
