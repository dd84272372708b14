"""What prescribers and keyworkers write: the trail, what the database holds, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from careplan.clients.models import Episode, Task
from careplan.clients.rules.births import Birth
from careplan.prescribing import actions, queries
from careplan.prescribing.actions.courses import NewCourse, Refused, SeenAgain
from careplan.prescribing.actions.doses import Given, Place
from careplan.prescribing.actions.orders import Answer
from careplan.prescribing.codes import DoseStatus, Drug, Formulation, Intent, Mode, Phase, Source
from careplan.prescribing.models import Course, DoseEvent, DoseOrder, OrderFinding, Regimen
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.agreeing import Colleague, Outside
from careplan.prescribing.rules.facts import Order, Tolerance
from careplan.prescribing.rules.findings import Finding, Need, Severity
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.week import Week
from careplan.trail.models import TrailEntry
from tests.factories.prescribing import (
    CourseFactory,
    DoseEventFactory,
    DoseOrderFactory,
    RegimenFactory,
)

UK = standard.UK.latest
START = date(2026, 3, 2)
REASON = "Titrated in the clinic with daily review"
OUTSIDE = Outside("Dr Ada Okoro", "7012345", "by telephone at 10am")


@pytest.fixture
def episode(session, house):
    return session.get_one(Episode, house.episode)


@pytest.fixture
def pria(house):
    return house.actors.prescriber


def new(drug=Drug.METHADONE, first=START, **more):
    return NewCourse(drug, first, Intent.MAINTENANCE, Tolerance.ASSURED, False, **more)


def trail(session, action):
    return session.scalars(select(TrailEntry).where(TrailEntry.action == action)).all()


def course_of(session, episode, first=START, **more):
    return CourseFactory(episode=episode, first_dose_on=first, **more)


def history(house, course):
    return queries.history(house.services, [course], Birth(date(1985, 7, 14)), UK)[0]


def proposal(known, on, mg, today=None, formulation=Formulation.ORAL_MIXTURE, phase=Phase.INDUCTION):
    order = Order(on, Decimal(mg), formulation, phase)
    return Proposal(order, known.facts, today or on, UK)


def place(course, episode):
    return Place(course.root_id, episode.root_id, episode.service_id, episode.client_id)


def test_a_course_starts_once_and_the_trail_says_so(session, house, episode, pria):
    course = actions.start_course(by=pria, episode=episode, new=new(), standard=UK)
    (entry,) = trail(session, "course.started")
    assert entry.subject == f"courses:{course.id}"
    assert (entry.client_id, entry.actor) == (house.client, pria.id)
    with pytest.raises(Refused) as refused:
        actions.start_course(by=pria, episode=episode, new=new(first=START + timedelta(days=9)), standard=UK)
    assert "open since 2 March 2026" in refused.value.problems["drug"]
    assert len(session.scalars(select(Course)).all()) == 1


def test_courses_of_one_drug_may_touch_and_never_share_a_day(session, episode, pria):
    course_of(session, episode, ended_on=date(2026, 4, 1))
    with pytest.raises(Refused):
        actions.start_course(by=pria, episode=episode, new=new(first=date(2026, 3, 31)), standard=UK)
    actions.start_course(by=pria, episode=episode, new=new(first=date(2026, 4, 1)), standard=UK)


def test_a_second_drug_needs_a_plan_for_the_change(session, episode, pria):
    course_of(session, episode)
    second = new(Drug.BUPRENORPHINE, START + timedelta(days=30))
    with pytest.raises(Refused) as refused:
        actions.start_course(by=pria, episode=episode, new=second, standard=UK)
    assert set(refused.value.problems) == {"cross_titration_plan"}
    planned = new(
        Drug.BUPRENORPHINE,
        START + timedelta(days=30),
        cross_titration_plan="Reduce to 30 mg, then 4 mg at 24 hours",
    )
    assert actions.start_course(by=pria, episode=episode, new=planned, standard=UK).cross_titration_plan


def test_a_course_does_not_start_before_the_referral_or_in_a_closed_episode(session, episode, pria):
    with pytest.raises(Refused) as refused:
        actions.start_course(by=pria, episode=episode, new=new(first=date(2024, 1, 1)), standard=UK)
    assert "referral on 6 January 2025" in refused.value.problems["first_dose_on"]
    episode.closed_on, episode.exit_reason = date(2026, 1, 1), "dropped_out"
    with pytest.raises(Refused):
        actions.start_course(by=pria, episode=episode, new=new(), standard=UK)


def test_a_plain_order_is_kept_without_findings(session, house, episode, pria):
    known = history(house, course_of(session, episode))
    row = actions.order_dose(
        by=pria, episode=episode, history=known, proposal=proposal(known, START, "30"), answer=Answer()
    )
    assert (row.daily_mg, row.formulation, row.recorded_by) == (Decimal(30), "oral_mixture", pria.id)
    assert session.scalars(select(OrderFinding)).all() == []
    assert trail(session, "dose.ordered")[0].detail == {"order": row.id, "findings": []}


def test_a_blocked_order_is_not_saved_whatever_is_said(session, house, episode, pria):
    known = history(house, course_of(session, episode))
    with pytest.raises(actions.Blocked) as blocked:
        actions.order_dose(
            by=pria,
            episode=episode,
            history=known,
            proposal=proposal(known, START, "45"),
            answer=Answer(REASON, OUTSIDE),
        )
    assert "M1b" in [one.rule for one in blocked.value.findings]
    assert session.scalars(select(DoseOrder)).all() == []


def test_a_warned_order_takes_a_reason_and_a_second_prescriber_and_keeps_both(session, house, episode, pria):
    known = history(house, course_of(session, episode))
    asked = proposal(known, START, "40")
    for answer, missing in ((Answer(), 2), (Answer(REASON), 1), (Answer("too short", OUTSIDE), 1)):
        with pytest.raises(actions.NeedsAnswer) as refused:
            actions.order_dose(by=pria, episode=episode, history=known, proposal=asked, answer=answer)
        assert len(refused.value.needs) == missing
    actions.order_dose(
        by=pria, episode=episode, history=known, proposal=asked, answer=Answer(REASON, OUTSIDE)
    )
    (kept,) = session.scalars(select(OrderFinding)).all()
    assert (kept.rule, kept.severity, kept.standard) == ("M1a", "W2", "uk-2017/1")
    assert (kept.reason, kept.second_prescriber) == (REASON, OUTSIDE.words)
    assert "10 mg over" in kept.message


def test_an_order_of_the_same_day_replaces_the_first_and_says_why(session, house, episode, pria):
    course = course_of(session, episode)
    known = history(house, course)
    first = actions.order_dose(
        by=pria, episode=episode, history=known, proposal=proposal(known, START, "30"), answer=Answer()
    )
    known = history(house, course)
    with pytest.raises(Refused) as refused:
        actions.order_dose(
            by=pria, episode=episode, history=known, proposal=proposal(known, START, "20"), answer=Answer()
        )
    assert set(refused.value.problems) == {"correction_reason"}
    second = actions.order_dose(
        by=pria,
        episode=episode,
        history=known,
        proposal=proposal(known, START, "20"),
        answer=Answer(correction_reason="Typed 30 for 20 mg"),
    )
    assert (second.corrects, second.root_id) == (first.id, first.root_id)
    assert first.superseded_at is not None
    assert [row.daily_mg for row in history(house, course).orders] == [Decimal(20)]


def test_an_order_has_its_place_in_the_course_and_fits_the_drug(session, house, episode, pria):
    course = course_of(session, episode)
    DoseOrderFactory(course=course, effective_on=START + timedelta(days=5))
    known = history(house, course)
    for on, formulation, field in (
        (START + timedelta(days=4), Formulation.ORAL_MIXTURE, "effective_on"),
        (START - timedelta(days=1), Formulation.ORAL_MIXTURE, "effective_on"),
        (START + timedelta(days=900), Formulation.ORAL_MIXTURE, "effective_on"),
        (START + timedelta(days=6), Formulation.SUBLINGUAL, "formulation"),
    ):
        asked = proposal(known, on, "30", START + timedelta(days=6), formulation)
        with pytest.raises(Refused) as refused:
            actions.order_dose(by=pria, episode=episode, history=known, proposal=asked, answer=Answer())
        assert set(refused.value.problems) == {field}


def test_an_order_written_meanwhile_is_not_overlooked(session, house, episode, pria):
    course = course_of(session, episode)
    known = history(house, course)
    DoseOrderFactory(course=course, effective_on=START + timedelta(days=1))
    asked = proposal(known, START + timedelta(days=2), "30")
    with pytest.raises(Refused, match="Somebody has just ordered"):
        actions.order_dose(by=pria, episode=episode, history=known, proposal=asked, answer=Answer())
    assert len(session.scalars(select(DoseOrder)).all()) == 1


def test_three_missed_days_block_an_order_until_a_reassessment(session, house, episode, pria):
    course = course_of(session, episode)
    DoseOrderFactory(course=course, effective_on=START, daily_mg=Decimal(50))
    DoseEventFactory(course=course, happened_on=START)
    today = START + timedelta(days=4)
    known = history(house, course)
    with pytest.raises(actions.Blocked):
        actions.order_dose(
            by=pria, episode=episode, history=known, proposal=proposal(known, today, "50"), answer=Answer()
        )
    found = SeenAgain(today, Tolerance.UNCERTAIN, False, "Moderate", "Heroin once", "Restart on half")
    actions.reassess(by=pria, episode=episode, history=known, result=found)
    assert trail(session, "course.reassessed")
    known = history(house, course)
    actions.order_dose(
        by=pria, episode=episode, history=known, proposal=proposal(known, today, "25"), answer=Answer()
    )


def test_a_week_asks_for_a_reason_before_three_months_and_replaces_one_of_the_same_day(
    session, house, episode, pria
):
    course = course_of(session, episode)

    def set_week(supervised, reason="", collect="1111111", on=START, why=""):
        return actions.set_week(
            by=pria,
            episode=episode,
            history=history(house, course),
            week=Week(collect, supervised),
            effective_on=on,
            reason=reason,
            today=START,
            standard=UK,
            correction_reason=why,
        )

    with pytest.raises(actions.NeedsAnswer) as asked:
        set_week("1010100")
    assert asked.value.needs == (Need.REASON,)
    assert set_week("1010100", "Works away from home").s1_reason == "Works away from home"
    with pytest.raises(Refused, match="replaced"):
        set_week("1111110")
    again = set_week("1111110", why="Open on Saturdays now")
    assert (again.s1_reason, again.correction_reason) == (None, "Open on Saturdays now")
    assert [row.supervised for row in history(house, course).regimens] == ["1111110"]
    assert len(session.scalars(select(Regimen)).all()) == 2
    with pytest.raises(Refused):
        set_week("1111110", collect="1111100")
    with pytest.raises(Refused):
        set_week("0000000", collect="0000000")


def test_no_week_begins_while_a_depot_is_current(session, house, episode, pria):
    course = course_of(session, episode, drug="buprenorphine")
    DoseOrderFactory(course=course, effective_on=START, formulation="depot_weekly", daily_mg=Decimal(24))
    with pytest.raises(Refused) as refused:
        actions.set_week(
            by=pria,
            episode=episode,
            history=history(house, course),
            week=Week("1111111", "1111111"),
            effective_on=START,
            reason="",
            today=START,
            standard=UK,
        )
    assert "depot" in refused.value.problems["effective_on"]


def test_a_course_ends_once_after_its_last_dose(session, house, episode, pria):
    course = course_of(session, episode)
    DoseEventFactory(course=course, happened_on=START + timedelta(days=3))

    def end(ended_on):
        actions.end_course(
            by=pria,
            episode=episode,
            history=history(house, course),
            ended_on=ended_on,
            today=START + timedelta(days=9),
        )

    for wrong in (START - timedelta(days=1), START + timedelta(days=3), START + timedelta(days=10)):
        with pytest.raises(Refused):
            end(wrong)
    end(START + timedelta(days=4))
    assert trail(session, "course.ended")[0].detail == {"ended_on": "2026-03-06"}
    assert (course.ended_by, course.ended_at is not None) == (pria.id, True)
    with pytest.raises(Refused, match="already ended"):
        end(START + timedelta(days=5))


STOP = Finding(
    "M11", Severity.BLOCK, "3 missed days in a row", Decimal(3), Decimal(3), "days", "NI formulary"
)


def given(status=DoseStatus.TAKEN, on=START, **more):
    return Given(on, Mode.SUPERVISED, status, Decimal(30), **more)


def test_a_slot_takes_one_dose(session, house, episode):
    course = course_of(session, episode)
    kay = house.actors.keyworker
    row = actions.log_dose(by=kay, place=place(course, episode), given=given(), stopped=None, today=START)
    (entry,) = trail(session, "dose.logged")
    assert (entry.subject, entry.detail["status"]) == (f"dose_events:{row.id}", "taken")
    with pytest.raises(actions.AlreadyLogged):
        actions.log_dose(
            by=kay,
            place=place(course, episode),
            given=given(DoseStatus.MISSED),
            stopped=None,
            today=START,
        )
    assert [one.status for one in session.scalars(select(DoseEvent))] == ["taken"]


def test_the_database_itself_refuses_a_second_live_dose_of_a_slot(session, episode):
    course = course_of(session, episode)
    DoseEventFactory(course=course, happened_on=START)
    with pytest.raises(IntegrityError), session.begin_nested():
        DoseEventFactory(course=course, happened_on=START, status="missed")


def test_no_dose_is_logged_for_a_day_to_come(session, house, episode):
    course = course_of(session, episode)
    with pytest.raises(ValueError, match="on its day or later"):
        actions.log_dose(
            by=house.actors.keyworker,
            place=place(course, episode),
            given=given(on=START + timedelta(days=1)),
            stopped=None,
            today=START,
        )


def test_after_missed_days_giving_is_refused_and_missing_is_logged(session, house, episode):
    course = course_of(session, episode)
    kay, where = house.actors.keyworker, place(course, episode)
    for status in (DoseStatus.TAKEN, DoseStatus.COLLECTED):
        with pytest.raises(actions.Stopped):
            actions.log_dose(by=kay, place=where, given=given(status), stopped=STOP, today=START)
    row = actions.log_dose(by=kay, place=where, given=given(DoseStatus.MISSED), stopped=STOP, today=START)
    assert row.note is None


def test_what_a_pharmacy_already_supplied_is_saved_with_the_finding_and_raises_a_task(
    session, house, episode
):
    course = course_of(session, episode)
    row = actions.log_dose(
        by=house.actors.keyworker,
        place=place(course, episode),
        given=given(source=Source.PHARMACY, happened=True),
        stopped=STOP,
        today=START,
    )
    assert row.because == "M11: 3 missed days in a row"
    (task,) = session.scalars(select(Task)).all()
    assert (task.kind, task.episode_id) == ("incident", house.episode)
    assert "3 missed days" in task.words


def test_a_correction_keeps_the_wrong_entry_and_the_reason(session, house, episode):
    course = course_of(session, episode)
    wrong = DoseEventFactory(course=course, happened_on=START)
    right = actions.correct_dose(
        by=house.actors.keyworker,
        place=place(course, episode),
        dose=wrong,
        given=given(DoseStatus.MISSED),
        reason="Logged on the wrong client",
        stopped=None,
    )
    assert (right.corrects, right.slot, right.correction_reason) == (
        wrong.id,
        1,
        "Logged on the wrong client",
    )
    assert wrong.superseded_at is not None
    found, total = queries.doses_page(house.services, course.root_id, 1, 10)
    assert total == 2
    assert sorted((one.status.value, one.superseded) for one in found) == [("missed", False), ("taken", True)]
    assert [one.status.value for one in history(house, course).logged] == ["missed"]
    with pytest.raises(actions.AlreadyLogged):
        actions.correct_dose(
            by=house.actors.keyworker,
            place=place(course, episode),
            dose=wrong,
            given=given(DoseStatus.REFUSED),
            reason="Once more for the same row",
            stopped=None,
        )


def test_a_regimen_row_is_spoken_from_its_facts(session, house, episode):
    course = course_of(session, episode)
    RegimenFactory(course=course, effective_on=START, collect="1010100", supervised="1010100")
    known = history(house, course)
    assert known.week_on(START).collect == "1010100"
    assert known.week_on(START - timedelta(days=1)) is None


def test_the_second_prescriber_is_somebody_else(session, house, episode, pria):
    known = history(house, course_of(session, episode))
    asked = proposal(known, START, "40")
    names = (pria.name, pria.username, f"  {pria.name.upper().replace(' ', '  ')} ")
    selves = [Outside(name, "7012345", "by telephone") for name in names]
    for own in (Colleague(pria.id, pria.name), *selves):
        with pytest.raises(actions.NeedsAnswer) as refused:
            actions.order_dose(
                by=pria, episode=episode, history=known, proposal=asked, answer=Answer(REASON, own)
            )
        assert [*refused.value.needs] == [Need.SECOND_PRESCRIBER]
