"""Loading facts: whose rows, which of a chain of corrections, as known on a day, in how many statements."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from careplan.audit.review.queries.facts import facts_of, renewed
from careplan.audit.review.queries.units import clients_of, partnership_unit, service_unit
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode, Service
from careplan.ground.corrections import supersede
from careplan.ground.ids import new_id
from careplan.prescribing.models import PrescriptionEvent
from tests.factories import assessment as assessments
from tests.factories import clients, plans, prescribing, risk
from tests.factories.staff import ServiceFactory, WorkerFactory
from tests.factories.survey import SurveyCountFactory
from tests.furniture import furnish

ON = date(2026, 3, 31)
EARLY = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATE = datetime(2026, 5, 5, 12, tzinfo=UTC)


def only(service_id: str, as_known_on: date | None = None, on: date = ON) -> Service:
    (service,) = facts_of(frozenset({service_id}), Census.at(on), as_known_on)
    return service


def one(service_id: str, as_known_on: date | None = None) -> Episode:
    (episode,) = only(service_id, as_known_on).episodes
    return episode


def correct(session: Session, old: object, at: datetime, **changes: object) -> object:
    """A correction: the old row is closed, a new one names it."""
    kept = {c.key: getattr(old, c.key) for c in type(old).__table__.columns}  # type: ignore[attr-defined]
    new = type(old)(**(kept | {"id": new_id(), "recorded_at": at} | changes))
    session.info["trailed"] = True
    return supersede(old, new, reason="typing error")


def test_only_the_services_asked_for_are_read(session: Session) -> None:
    ours = clients.EpisodeFactory()
    clients.EpisodeFactory()
    assert [episode.id for episode in only(ours.service_id).episodes] == [ours.id]
    assert facts_of(frozenset(), Census.at(ON)) == ()


def test_the_number_of_statements_does_not_depend_on_rows_or_services(
    session: Session, statements: list[str]
) -> None:
    first, *others = (ServiceFactory().id for _ in range(4))
    furnish(first, workers(first), "N", "9990000018")
    statements.clear()
    only(first)
    few = len(statements)
    for n, other in enumerate(others):
        furnish(other, workers(other), f"S{n}", "9990000026")
    statements.clear()
    facts_of(frozenset({first, *others}), Census.at(ON))
    assert len(statements) == few
    assert few <= 25


def two_records(session: Session) -> tuple[Service, str, str]:
    """A service with two furnished records: as it was read, and episode and client of one of them."""
    place = ServiceFactory().id
    ids, _ = (furnish(place, workers(place), word, "9990000018") for word in ("N", "S"))
    return (
        only(place),
        ids.episode_id,
        session.get_one(clients.EpisodeFactory._meta.model, ids.episode_id).client_id,
    )


def test_a_record_that_was_written_is_read_alone_and_gives_the_same_as_reading_all(session: Session) -> None:
    before, episode_id, client_id = two_records(session)
    episode = session.get_one(clients.EpisodeFactory._meta.model, episode_id)
    clients.InterventionFactory(episode=episode)
    clients.PauseFactory(episode=episode)
    prescribing.DoseOrderFactory(course=prescribing.CourseFactory(episode=episode))
    assessment = assessments.AssessmentFactory(
        episode=episode, completed_on=ON, completed_at=LATE, completed_by="x"
    )
    risk.RiskLevelFactory(assessment=assessment)
    plans.GoalFactory(plan=plans.CarePlanFactory(episode=episode, version=7))
    now = renewed(before, Census.at(ON), {client_id})
    assert now == only(before.id) != before
    assert now is not None
    kept = [one for one in before.episodes if any(one is other for other in now.episodes)]
    assert len(kept) == len(before.episodes) - 1, "the other record is not read again"


def test_a_corrected_day_of_an_assessment_lets_all_be_read_as_other_records_may_carry_from_it(
    session: Session,
) -> None:
    before, episode_id, client_id = two_records(session)
    assert renewed(before, Census.at(ON), {client_id}) == before
    kind = assessments.AssessmentFactory._meta.model
    old = next(one for one in session.query(kind).filter_by(episode_id=episode_id))
    correct(session, old, LATE, started_on=old.started_on - timedelta(days=1))
    assert renewed(before, Census.at(ON), {client_id}) is None


def workers(service_id: str) -> str:
    return WorkerFactory(username=f"worker-{new_id()}").id  # type: ignore[no-any-return]


def test_a_correction_takes_the_place_of_its_row_and_children_hang_on_the_chain(session: Session) -> None:
    course = prescribing.CourseFactory()
    prescribing.DoseOrderFactory(course=course, daily_mg=Decimal(40), phase="maintenance")
    corrected = correct(session, course, LATE, first_dose_on=date(2025, 2, 1))
    prescribing.RegimenFactory(course=corrected)
    (found,) = one(course.service_id).courses
    assert (found.id, found.first_dose_on) == (corrected.id, date(2025, 2, 1))  # type: ignore[attr-defined]
    assert [order.daily_mg for order in found.orders] == [40]
    assert len(found.weeks) == 1


def test_a_correction_after_the_census_counts_unless_the_day_of_knowledge_is_earlier(
    session: Session,
) -> None:
    course = prescribing.CourseFactory(
        recorded_at=EARLY, episode=clients.EpisodeFactory(recorded_at=EARLY, client__recorded_at=EARLY)
    )
    order = prescribing.DoseOrderFactory(course=course, daily_mg=Decimal(40), recorded_at=EARLY)
    correct(session, order, LATE, daily_mg=Decimal(45))
    doses = [
        [o.daily_mg for o in one(course.service_id, known).courses[0].orders]
        for known in (None, LATE.date(), LATE.date() - timedelta(days=1))
    ]
    assert doses == [[45], [45], [40]]


def test_what_was_recorded_later_is_not_known_earlier(session: Session) -> None:
    episode = clients.EpisodeFactory(recorded_at=EARLY, client__recorded_at=EARLY)
    clients.InterventionFactory(episode=episode, recorded_at=LATE)
    assert len(one(episode.service_id).interventions) == 1
    assert one(episode.service_id, date(2026, 3, 1)).interventions == ()
    assert only(episode.service_id, date(2026, 1, 4)).episodes == ()


def test_the_day_of_knowledge_ends_at_midnight_in_london(session: Session) -> None:
    # 23:30 UTC on 30 June is already 1 July on a London clock.
    moment = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    episode = clients.EpisodeFactory(recorded_at=moment, client__recorded_at=EARLY)
    assert only(episode.service_id, date(2026, 6, 30)).episodes == ()
    assert len(only(episode.service_id, date(2026, 7, 1)).episodes) == 1


def test_ends_and_agreements_filled_in_later_are_open_before(session: Session) -> None:
    episode = clients.EpisodeFactory(
        recorded_at=EARLY,
        client__recorded_at=EARLY,
        closed_on=ON,
        exit_reason="referred_on",
        closed_at=LATE,
        closed_by="x",
    )
    clients.InterventionFactory(
        episode=episode, recorded_at=EARLY, ended_on=ON, ending="planned", ended_at=LATE, ended_by="x"
    )
    clients.PauseFactory(episode=episode, recorded_at=EARLY, until_on=ON, ended_at=LATE, ended_by="x")
    prescribing.CourseFactory(episode=episode, recorded_at=EARLY, ended_on=ON, ended_at=LATE, ended_by="x")
    assessments.AssessmentFactory(
        episode=episode, recorded_at=EARLY, completed_on=ON, completed_at=LATE, completed_by="x"
    )
    plans.CarePlanFactory(
        episode=episode,
        recorded_at=EARLY,
        agreed_on=date(2026, 1, 6),
        agreement="signed",
        agreed_at=LATE,
        agreed_by="x",
    )
    now, before = one(episode.service_id), one(episode.service_id, date(2026, 4, 1))
    assert (now.closed_on, now.exit_reason, now.interventions[0].days.ended_on) == (ON, "referred_on", ON)
    assert (now.pauses[0].until_on, now.plans[0].agreement) == (ON, "signed")
    assert (now.courses[0].ended_on, now.assessments[0].completed_on) == (ON, ON)
    assert (before.courses[0].ended_on, before.assessments[0].completed_on) == (None, None)
    assert (before.closed_on, before.exit_reason, before.interventions[0].days.ended_on) == (None, None, None)
    assert (before.pauses[0].until_on, before.plans[0].agreement) == (None, None)
    assert before.interventions[0].days.started_on is not None


@pytest.mark.parametrize(("entered", "known"), [(LATE, None), (EARLY, ON), (None, ON)])
def test_a_death_is_known_from_when_it_was_entered(
    session: Session, entered: datetime | None, known: date | None
) -> None:
    by = None if entered is None else "x"
    client = {"recorded_at": EARLY, "deceased_on": ON, "deceased_at": entered, "deceased_by": by}
    episode = clients.EpisodeFactory(
        recorded_at=EARLY, **{f"client__{name}": value for name, value in client.items()}
    )
    assert one(episode.service_id).deceased_on == ON
    assert one(episode.service_id, date(2026, 4, 1)).deceased_on == known


def test_the_last_event_of_a_prescription_is_its_status(session: Session) -> None:
    script = prescribing.PrescriptionFactory()
    for n, status in enumerate(("lost", "cancelled")):
        session.add(
            PrescriptionEvent(
                prescription_id=script.id, service_id=script.service_id, status=status, reason="x", recorded_by="x",
                recorded_at=EARLY + timedelta(days=n),
            )
        )  # fmt: skip
    session.flush()
    (course,) = one(script.service_id).courses
    assert course.prescriptions[0].status == "cancelled"


def test_answers_are_read_for_assessments_of_the_period_with_the_day_they_were_given(
    session: Session,
) -> None:
    episode = clients.EpisodeFactory()
    old = assessments.AssessmentFactory(episode=episode, started_on=date(2025, 2, 1))
    assessments.AnswerFactory(assessment=old)
    old.completed_on = date(2025, 3, 31)
    new = assessments.AssessmentFactory(episode=episode, started_on=date(2026, 3, 1))
    assessments.AnswerFactory(assessment=new, carried_from=old.id)
    session.flush()
    new.completed_on = ON
    session.flush()
    given = {one_.id: one_.given for one_ in one(episode.service_id).assessments}
    assert given[old.id] == {}
    (answer,) = given[new.id].values()
    assert answer.carried_on == date(2025, 3, 31)


def test_risk_plan_and_review_facts_hang_together(session: Session) -> None:
    episode = clients.EpisodeFactory()
    assessed = assessments.AssessmentFactory(episode=episode, kind="risk")
    risk.RiskLevelFactory(assessment=assessed, domain="self", level="high")
    risk.RiskActionFactory(assessment=assessed, domain="self", responsible="Kay", due_on=ON)
    goal = plans.GoalFactory(plan=plans.CarePlanFactory(episode=episode, version=7), need_item="pain")
    review = plans.CarePlanReviewFactory(episode=episode)
    plans.GoalOutcomeFactory(
        review_id=review.id, goal_id=goal.id, service_id=episode.service_id, status="achieved"
    )
    found = one(episode.service_id)
    assert found.assessments[0].levels == {"self": "high"}
    assert found.assessments[0].actions[0].responsible == "Kay"
    assert found.plans[0].goals[0].need_item == "pain"
    assert found.reviews[0].outcomes == {goal.id: "achieved"}


def test_a_month_of_the_survey_is_known_once_it_is_over(session: Session) -> None:
    service = SurveyCountFactory(month=date(2026, 3, 1)).service_id
    SurveyCountFactory(service_id=service, month=date(2026, 3, 1), question="involved")
    known = [len(only(service, on).surveyed) for on in (date(2026, 3, 30), date(2026, 3, 31), None)]
    assert known == [0, 1, 1]


def test_units_and_names_are_scoped(session: Session) -> None:
    episode = clients.EpisodeFactory()
    mine = frozenset({episode.service_id})
    unit = service_unit(mine, episode.service_id)
    assert unit is not None
    assert unit.id == episode.service_id
    assert service_unit(frozenset({"other"}), episode.service_id) is None
    assert partnership_unit("none") is None
    assert clients_of(mine, [episode.id]) == {episode.id: "WILLIAMS, Janet"}
    assert clients_of(frozenset({"other"}), [episode.id]) == {}


@pytest.mark.parametrize("hidden", ["", "abscesses pain"])
def test_choices_of_the_form_are_read(session: Session, hidden: str) -> None:
    service = ServiceFactory().id
    assessments.ChecklistChoiceFactory(service_id=service, hidden=hidden)
    (choice,) = only(service).choices
    assert choice.hidden == frozenset(hidden.split())
