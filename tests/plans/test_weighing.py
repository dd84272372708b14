"""What matters to the client and each need weighed once, in words a client would use, on one page."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from careplan.checklists.queries import BANKS
from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.plans.models import CarePlan, Need
from careplan.plans.pages.needs import WHY_NOW, WORDS
from careplan.plans.rules.weighing import NEED_WORDS, Weight, weighed
from careplan.ui.words import day
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.plans import CarePlanFactory, NeedFactory

ASKED = today() - timedelta(18)


def seen(page) -> str:
    """The version that the page carries."""
    return page.text.split('name="seen" value="')[1].split('"')[0]


@pytest.fixture
def draft(app, house):
    """A draft of a client of whom three needs are ticked, and who said something of teeth."""
    with app.app_context():
        made = EpisodeFactory(
            service_id=house.service, keyworker_id=house.keyworker, referred_on=today() - timedelta(40)
        )
        asked = AssessmentFactory(episode=made, started_on=ASKED - timedelta(2), edition="3")
        for item in ("housing_status", "dental_oral", "naloxone_status"):
            AnswerFactory(assessment=asked, item=item, status="declined", value=None, need=True)
        words = {"words_physical": "I hide my mouth when I laugh", "presenting_reason": "I am tired of it"}
        for item, value in words.items():
            AnswerFactory(assessment=asked, item=item, status="answered", value=value, need=None)
        asked.completed_on = ASKED
        db.session.commit()
        plan = CarePlanFactory(episode=made, drafted_on=today())
        db.session.commit()
        return f"/record/{made.id}/care-plan/{plan.id}"


def needs(app, path: str) -> dict[str, tuple[str, str, str, str | None]]:
    with app.app_context():
        rows = db.session.scalars(select(Need).where(Need.episode_id == path.split("/")[2])).all()
        return {one.item: (one.words, one.priority, one.wants_help, one.not_now_reason) for one in rows}


def test_every_item_that_can_be_a_need_has_words_of_the_client():
    listed = NEED_WORDS.latest.words
    for bank in BANKS.editions:
        asked = {
            name for name, one in bank.items.items() if one.domain != "consent" and not name.startswith(WORDS)
        }
        assert asked - set(listed) == set()
        assert set(WHY_NOW) <= set(bank.items)


@pytest.mark.parametrize(
    ("weight", "presses", "expected"),
    [
        (Weight.PRIORITY, False, ("high", "now")),
        (Weight.NOW, False, ("medium", "now")),
        (Weight.LATER, False, ("medium", "later")),
        (Weight.NOT, False, ("low", "no")),
        (Weight.NOT, True, ("high", "no")),
    ],
)
def test_one_answer_says_how_pressing_a_need_is_and_whether_help_is_wanted(weight, presses, expected):
    assert weighed(weight, presses) == expected


def test_needs_stand_by_part_of_life_in_the_clients_words_with_what_was_said(as_keyworker, draft):
    text = as_keyworker.get(f"{draft}/needs").text
    order = [
        text.index(words) for words in ("Staying safe", "Naloxone at home", "Physical health", "My teeth")
    ]
    assert order == sorted(order)
    assert f"On {day(ASKED)}: I hide my mouth when I laugh" in text
    assert f"On {day(ASKED)}: I am tired of it" in text
    assert "checked" not in text.split("Needs to weigh together")[1]


def test_needs_are_weighed_once_each_and_what_is_left_empty_waits(app, as_keyworker, draft):
    page = as_keyworker.get(f"{draft}/needs")
    sent = {"seen": seen(page), "matters_to_me": "My girls", "weight_housing_status": "priority"}
    sent |= {"words_housing_status": "A flat near school", "weight_dental_oral": "not"}
    sent |= {"presses_dental_oral": "y", "why_dental_oral": "Afraid of dentists, asked twice"}
    assert as_keyworker.post(f"{draft}/needs", data=sent).status_code == 303
    assert needs(app, draft) == {
        "housing_status": ("A flat near school", "high", "now", None),
        "dental_oral": ("My teeth", "high", "no", "Afraid of dentists, asked twice"),
    }
    text = as_keyworker.get(f"{draft}/needs").text
    assert "Naloxone at home" in text.split("Needs weighed before")[0]
    assert "A flat near school" in text.split("Needs weighed before")[1]
    with app.app_context():
        assert db.session.get_one(CarePlan, draft.split("/")[-1]).matters_to_me == "My girls"


@pytest.mark.parametrize(
    ("beside", "sentence"),
    [
        ({"presses_dental_oral": "y"}, "Select how it is weighed: My teeth"),
        ({"words_dental_oral": "A new smile"}, "Select how it is weighed: My teeth"),
        ({"weight_dental_oral": "not", "why_dental_oral": "xxxx"}, "Say it in words"),
        ({"weight_dental_oral": "perhaps"}, "Select from the list: My teeth"),
        ({"own_words_declined": "y"}, "Untick this, or clear the words above"),
    ],
)
def test_a_need_half_weighed_is_told_at_its_row_and_nothing_is_lost(
    app, as_keyworker, draft, beside, sentence
):
    page = as_keyworker.get(f"{draft}/needs")
    sent = {"seen": seen(page), "matters_to_me": "My girls", "weight_housing_status": "now"} | beside
    answer = as_keyworker.post(f"{draft}/needs", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "My girls" in answer.text
    assert needs(app, draft) == {}


def test_two_who_weigh_at_once_see_both_and_lose_nothing(app, as_keyworker, draft):
    old = seen(as_keyworker.get(f"{draft}/needs"))
    with app.app_context():
        made = db.session.get_one(Episode, draft.split("/")[2])
        NeedFactory(episode=made, item="dental_oral", words="Theirs", priority="low", wants_help="no")
        db.session.commit()
    sent = {"seen": old, "matters_to_me": "My girls", "weight_dental_oral": "priority"}
    answer = as_keyworker.post(f"{draft}/needs", data=sent | {"weight_housing_status": "now"})
    assert answer.status_code == 409
    for words in ("Low, wants help: no", "High, wants help: now", "My girls"):
        assert words in answer.text
    again = sent | {"seen": seen(answer), "weight_housing_status": "now"}
    assert as_keyworker.post(f"{draft}/needs", data=again).status_code == 303
    assert needs(app, draft)["dental_oral"][0] == "Theirs"
    assert needs(app, draft)["housing_status"][1:3] == ("medium", "now")
