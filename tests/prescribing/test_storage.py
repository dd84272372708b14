"""S7 at the week: where doses are kept at home, a second prescriber at the desk, and what is kept of it."""

from datetime import timedelta

import pytest

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing.models import Regimen, WeekFinding
from careplan.prescribing.rules.findings import Context, Severity
from careplan.prescribing.rules.health import Health, Told
from careplan.prescribing.rules.standard import standard
from careplan.prescribing.rules.supervised import check_week
from careplan.prescribing.rules.unjudged import unjudged_week
from careplan.prescribing.rules.week import Week
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.prescribing.conftest import PASSWORD
from tests.prescribing.test_vectors import DAY_1, UK, course, day, said
from tests.prescribing.test_views import day as day_of
from tests.prescribing.test_views import stored, treated

SIX = Week("1111110", "1111110")


def told(storage="locked_given", lives_with=False, asked=DAY_1):
    rows = [{"age": 4, "lives_with": lives_with}]
    return Health(
        told={
            "safe_storage": Told("safe_storage", storage, asked),
            "children_under_18": Told("children_under_18", rows, asked),
        }
    )


def asked(health, week=SIX, number=20):
    return said(check_week(Context.ORDER, week, day(number), course(), UK, health))


def test_t61_a_child_and_no_lockable_box_take_a_second_prescriber():
    # Adfam, Medications in Drug Treatment.
    assert asked(told("out_of_reach", lives_with=True)) == [("S7", "W2")]
    assert asked(told("out_of_reach")) == []
    assert asked(told("locked_own", lives_with=True)) == []
    assert asked(told("unsafe", lives_with=True), Week("1111111", "1111111")) == [], "nothing is taken home"
    assert asked(told(asked=DAY_1 - timedelta(days=400))) == [("S7", "W")]
    assert asked(Health()) == [("S7", "W")]
    (one,) = check_week(Context.ORDER, SIX, day(20), course(), UK, Health())
    assert one.severity is Severity.WARN
    assert "was never asked" in one.message


def test_what_nobody_asked_about_the_home_is_said():
    assert len([*unjudged_week(Health())]) == 2
    assert [*unjudged_week(told())] == []


@pytest.fixture
def address(app, house):
    with app.app_context():
        paper = AssessmentFactory(
            episode=db.session.get_one(Episode, house.episode), started_on=today() - timedelta(days=3)
        )
        rows = [{"age": 4, "lives_with": True}]
        AnswerFactory(assessment=paper, item="children_under_18", value=rows)
        AnswerFactory(assessment=paper, item="safe_storage", value="out_of_reach")
        db.session.commit()
    return treated(app, house, collect="")[0]


DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]


def week(**more):
    return {"collect": DAYS, "supervised": DAYS} | day_of("effective_on", today()) | more


def test_the_second_prescriber_of_a_week_agrees_at_the_desk(app, house, address, ada, as_prescriber):
    first = as_prescriber.post(f"{address}/week", data=week())
    assert first.status_code == 422
    assert "no lockable box is recorded" in first.text
    assert "Second prescriber" in first.text
    reason = {"reason": "The box arrives on Friday, seen at home today"}
    nobody = as_prescriber.post(f"{address}/week", data=week(**reason))
    assert nobody.status_code == 422
    assert "Select the second prescriber" in nobody.text
    named = reason | {"second_prescriber": ada.id}
    assert "enters their own password" in as_prescriber.post(f"{address}/week", data=week(**named)).text
    wrong = as_prescriber.post(f"{address}/week", data=week(**named, second_password="not hers"))
    assert wrong.status_code == 422
    assert "This is not the password of Dr Ada Second" in wrong.text
    assert stored(app, Regimen) == []
    right = week(**named, second_password=PASSWORD)
    assert as_prescriber.post(f"{address}/week", data=right).status_code == 303
    (kept,) = stored(app, WeekFinding)
    assert (kept.rule, kept.severity, kept.standard) == ("S7", "W2", standard(today()).name)
    assert "Dr Ada Second" in kept.second_prescriber
    assert kept.reason == reason["reason"]
    assert kept.regimen_id == stored(app, Regimen)[0].id
    page = as_prescriber.get(address.rsplit("/", 1)[0]).text
    assert "no lockable box is recorded" in page
    assert "Second prescriber: Dr Ada Second" in page
