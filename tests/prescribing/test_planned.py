"""Courses as the facts that a checklist's conditions ask for."""

from datetime import date

from careplan.clients.codes import READ_RECORD
from careplan.prescribing.queries import course_facts
from careplan.prescribing.rules.facts import Weekly
from careplan.prescribing.rules.week import Week
from tests.factories.prescribing import CourseFactory, DoseOrderFactory, RegimenFactory

DAY = date(2026, 1, 5)


def test_a_course_comes_with_its_orders_and_supervised_days_in_one_statement(house, session, statements):
    given = {"episode_id": house.episode, "service_id": house.service}
    first = CourseFactory(**given, drug="buprenorphine", first_dose_on=DAY, ended_on=date(2026, 2, 1))
    DoseOrderFactory(course=first, effective_on=DAY, formulation="sublingual")
    RegimenFactory(course=first, effective_on=DAY, collect="1111111", supervised="1111110")
    RegimenFactory(course=first, effective_on=date(2026, 1, 12), collect="1111111", supervised="1000000")
    CourseFactory(**given, drug="methadone", first_dose_on=date(2026, 2, 1))
    session.flush()
    statements.clear()
    found = course_facts(house.services, house.episode)
    assert len(statements) == 1
    late, early = found
    assert [one.drug for one in found] == ["methadone", "buprenorphine"]
    assert (late.orders, late.weeks, late.ended_on) == ((), (), None)
    assert [(one.effective_on, one.formulation) for one in early.orders] == [(DAY, "sublingual")]
    assert early.weeks == (
        Weekly(DAY, Week("1111111", "1111110")),
        Weekly(date(2026, 1, 12), Week("1111111", "1000000")),
    )


def test_charlie_sees_no_course(house, session):
    CourseFactory(episode_id=house.episode, service_id=house.service)
    session.flush()
    assert course_facts(house.actors.charlie.services(READ_RECORD), house.episode) == ()
