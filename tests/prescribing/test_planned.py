"""Courses as the facts that a checklist's conditions ask for."""

from datetime import date

from careplan.assessment.rules.facts import CourseFact
from careplan.prescribing.queries.planned import course_facts
from careplan.staff.rules import Permission
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
    assert found == [
        CourseFact(
            "buprenorphine",
            DAY,
            date(2026, 2, 1),
            ((DAY, "sublingual"),),
            ((DAY, "1111110"), (date(2026, 1, 12), "1000000")),
        ),
        CourseFact("methadone", date(2026, 2, 1), None),
    ]


def test_charlie_sees_no_course(house, session):
    CourseFactory(episode_id=house.episode, service_id=house.service)
    session.flush()
    assert course_facts(house.actors.charlie.services(Permission.READ_RECORD), house.episode) == []
