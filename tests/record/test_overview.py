"""The record's first page: what is missing leads to its form, what is open leads to its task, in few statements."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from careplan.assessment.rules.lacking import Sheet
from careplan.clients.models import Client, Episode
from careplan.clients.rules.facts import Intervention
from careplan.clients.rules.waits import Days
from careplan.ground.clock import today
from careplan.ground.dates import add_months
from careplan.ground.db import db
from careplan.ground.offers import Gap
from careplan.people.rules import Way
from careplan.plans.queries.today import PlanSummary
from careplan.plans.rules.clock import ClockStatus, Reading
from careplan.plans.rules.versions import Version
from careplan.prescribing.queries.days import OpenCourse
from careplan.risk.labels import DOMAINS
from careplan.risk.rules import Judged
from careplan.rooms import ROOMS
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import InterventionFactory, PauseFactory, TaskFactory
from tests.factories.harm_reduction import NaloxoneSupplyFactory
from tests.factories.plans import CarePlanFactory, GoalFactory
from tests.factories.prescribing import CourseFactory, DoseEventFactory, DoseOrderFactory, RegimenFactory
from tests.factories.risk import RiskLevelFactory

ON = date(2026, 3, 2)
OWN = {"assessment", "risk", "clients", "people", "prescribing", "plans"}
RISK = Sheet("risk", ON)
DONE = (Sheet("triage", ON), Sheet("comprehensive", ON))
VERSION = Version("p", 1, ON, copy_offered_on=ON)


def treatment(referred_on: date, offered_on: date | None = None, kind: str = "structured_day_programme"):
    return Intervention("i", kind, Days(referred_on, offered_on))


def course(order: object = "20 mg", week: object = "daily"):
    return Mock(spec=OpenCourse, facts=SimpleNamespace(drug="methadone"), order=order, week=week, depot=False)


AGREED = PlanSummary(Reading(ClockStatus.NOT_DUE), VERSION)
ORDERED = course()


def lacking(
    *,
    sheets: tuple[Sheet, ...] = (*DONE, RISK),
    domains: tuple[str, ...] = tuple(DOMAINS),
    treated: tuple[Intervention, ...] = (treatment(ON, ON),),
    plan: PlanSummary = AGREED,
    given: OpenCourse = ORDERED,
    ways: tuple[Way, ...] = (Way("mobile", "07700 900 001", "ring", True),),
    **episode: object,
):
    """What the rooms miss in a record that is whole but for these."""
    levels = [Judged(domain, "low", ON) for domain in domains]
    client = SimpleNamespace(nhs_number=episode.pop("nhs_number", "9990000018"))
    row = SimpleNamespace(**{"keyworker_id": "k", "triaged_on": ON, "client": client} | episode)
    shown = [*sheets, *levels, *treated, plan, given, *ways]
    gaps = [gap for room in ROOMS if room.name in OWN for gap in room.marks.gaps(shown, row, ON)]
    return sorted(gaps, key=lambda gap: gap.order)


def test_a_whole_record_lacks_nothing():
    assert lacking() == []


@pytest.mark.parametrize(
    ("more", "words", "endpoint"),
    [
        ({"keyworker_id": None}, "No keyworker", "clients.referral"),
        (
            {"domains": ("from_others", "children")},
            "No level of risk: harm to self, harm to others",
            "risk.levels",
        ),
        ({"triaged_on": None}, "No day of triage", "clients.referral"),
        ({"nhs_number": None}, "No NHS number", "clients.edit"),
        ({"ways": ()}, "No safe way to reach the client", "people.contact_ways_new"),
        ({"treated": ()}, "No treatment recorded", "clients.new_intervention"),
        ({"given": course(order=None)}, "Methadone: no dose order", "prescribing.overview"),
        ({"given": course(week=None)}, "Methadone: no weekly regimen", "prescribing.overview"),
        (
            {"plan": PlanSummary(Reading(ClockStatus.PLAN_NOT_YET))},
            "Care plan to agree",
            "plans.overview",
        ),
        (
            {"plan": PlanSummary(Reading(ClockStatus.OVERDUE), VERSION)},
            "Care plan review",
            "plans.hold_review",
        ),
        (
            {"plan": PlanSummary(Reading(ClockStatus.NOT_DUE), Version("p", 1, ON))},
            "Copy of the care plan not offered",
            "plans.offer_copy",
        ),
        (
            {"plan": PlanSummary(Reading(ClockStatus.PLAN_MISSING), None, "d")},
            "Care plan written, not agreed yet",
            "plans.version",
        ),
    ],
)
def test_each_gap_leads_to_where_it_is_mended(more, words, endpoint):
    assert [(gap.words, gap.endpoint) for gap in lacking(**more)] == [(words, endpoint)]


def test_the_safest_first_thing_stands_on_top():
    gaps = lacking(sheets=(), treated=(), given=course(order=None), keyworker_id=None, nhs_number=None)
    assert [gap.words for gap in gaps] == [
        "Risk assessment",
        "No comprehensive assessment",
        "No treatment recorded",
        "Methadone: no dose order",
        "No keyworker",
        "No NHS number",
    ]


def test_risk_is_looked_at_again_after_three_months():
    edge = add_months(ON, -3)
    assert lacking(sheets=(*DONE, Sheet("risk", edge))) == []
    (late,) = lacking(sheets=(*DONE, Sheet("risk", edge - timedelta(days=1))))
    assert late == Gap("Risk assessment", "Review overdue", "assessment.index", late=True, order=late.order)
    assert lacking(sheets=DONE)[0].state == "Never assessed"


def test_an_open_assessment_says_how_many_questions_are_to_go():
    gap = lacking(sheets=(DONE[0], Sheet("comprehensive", None, "c1", 12), RISK))[0]
    assert (gap.words, gap.values) == (
        "Comprehensive assessment: 12 questions to go",
        (("assessment_id", "c1"),),
    )


def test_a_wait_for_a_first_appointment_is_counted():
    waits = lacking(treated=(treatment(ON - timedelta(days=1)),))
    assert [(gap.words, gap.state) for gap in waits] == [
        ("Structured day programme: no first appointment offered yet", "1 day")
    ]


def rich(house, tasks=1):
    episode = db.session.get_one(Episode, house.episode)
    ago = [today() - timedelta(days=number) for number in range(40)]
    InterventionFactory(episode=episode, started_on=date(2025, 1, 20))
    course = CourseFactory(episode=episode, first_dose_on=ago[20])
    DoseOrderFactory(course=course, effective_on=ago[20], daily_mg=Decimal("42.5"))
    RegimenFactory(course=course, effective_on=ago[20])
    for number in range(1, 5):
        DoseEventFactory(course=course, happened_on=ago[number], mg=Decimal("42.5"))
    plan = CarePlanFactory(episode=episode)
    GoalFactory(plan=plan)
    plan.agreed_on, plan.agreement = ago[30], "signed"
    done = AssessmentFactory(episode=episode, kind="risk", started_on=ago[10])
    RiskLevelFactory(assessment=done, domain="self", level="high")
    done.completed_on = ago[10]
    opened = AssessmentFactory(episode=episode, started_on=ago[3])
    AnswerFactory(assessment=opened, item="allergies", value={"value": False})
    PauseFactory(episode=episode, from_on=ago[2], until_on=ago[1])
    for number in range(tasks):
        TaskFactory(episode=episode, words=f"Ring the pharmacy {number}")
    db.session.commit()


def test_the_overview_shows_plan_course_doses_risk_and_tasks(house, session, as_keyworker):
    rich(house)
    page = as_keyworker.get(f"/record/{house.episode}").text
    for words in (
        "20 January 2025",
        "Kay Keyworker",
        "Northgate Test Service",
        "Methadone, day 21",
        "42.5\u00a0mg a day, induction",
        "Supervised monday to saturday",
        "Taken",
        "signed by the client, 1 goal",
        "Not offered yet",
        "Harm to self: high",
        "Ring the pharmacy 0",
        "questions to go",
        "No known allergies",
    ):
        assert words.lower() in page.lower()
    assert "Never assessed" not in page


def test_a_fresh_record_says_what_is_missing_and_where(house, as_keyworker):
    page = as_keyworker.get(f"/record/{house.episode}").text
    for words in ("No treatment recorded", "No day of triage", "Allergies not asked"):
        assert words in page
    assert f'href="/record/{house.episode}/treatment"' in page


def test_naloxone_is_missing_while_a_course_is_open_and_none_was_supplied(house, session, as_keyworker):
    def missing():
        return "No naloxone recorded" in as_keyworker.get(f"/record/{house.episode}").text

    assert not missing()
    course = CourseFactory(episode=session.get_one(Episode, house.episode))
    session.commit()
    assert missing()
    NaloxoneSupplyFactory(client=session.get_one(Client, house.client))
    session.commit()
    assert not missing()
    assert course.ended_on is None


def test_a_closed_record_lacks_nothing_and_offers_a_new_referral(house, session, as_keyworker):
    row = session.get_one(Episode, house.episode)
    row.closed_on, row.exit_reason = date(2025, 9, 1), "dropped_out"
    session.info["trailed"] = True
    session.commit()
    page = as_keyworker.get(f"/record/{house.episode}").text
    assert "What is missing" not in page
    assert "Record a new referral" in page
    assert "Episode closed 1 September 2025" in page
    assert "Closed on 1 September 2025<br>Dropped out" in page


def test_other_episodes_of_the_client_stand_beside(house, session, as_keyworker):
    from tests.factories.clients import EpisodeFactory

    client = session.get_one(Client, house.client)
    there = EpisodeFactory(client=client, service_id=house.other_service).id
    here = EpisodeFactory(
        client=client,
        service_id=house.service,
        referred_on=date(2024, 1, 1),
        closed_on=date(2024, 2, 1),
        exit_reason="other",
    ).id
    session.commit()
    page = as_keyworker.get(f"/record/{house.episode}").text
    assert f"/record/{here}" in page
    assert there not in page


@pytest.mark.parametrize("tasks", [0, 30])
def test_the_overview_takes_few_statements_however_rich(house, session, as_keyworker, statements, tasks):
    rich(house, tasks)
    as_keyworker.get(f"/record/{house.episode}")
    statements.clear()
    assert as_keyworker.get(f"/record/{house.episode}").status_code == 200
    assert len(statements) <= 8, "\n".join(statements)


def test_charlie_gets_404(house, charlie):
    assert charlie.get(f"/record/{house.episode}").status_code == 404


def test_an_opening_is_written_to_the_trail(house, session, as_keyworker):
    from sqlalchemy import select

    from careplan.trail.models import TrailEntry

    as_keyworker.get(f"/record/{house.episode}")
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "record.opened")).one()
    assert (entry.actor, entry.subject) == (house.keyworker, f"episodes:{house.episode}")
