"""What an audit reads of answers, one text for an assessment, says the same as every answer read by itself."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from careplan.assessment.actions import keep_digests
from careplan.assessment.models import Answer, Assessment
from careplan.audit.review.measures.completeness import completed
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.queries.units import every_service
from careplan.audit.review.rules.census import Census
from careplan.checklists.codes import Kind, Status
from careplan.checklists.queries import bank
from careplan.checklists.rules.asked import Given, Sitting, completeness
from careplan.cli import group
from careplan.ground.corrections import live
from tests.audit.samples import bring_in
from tests.factories import assessment as assessments
from tests.factories import clients

CENSUS = Census.at(date(2026, 3, 31))


def each_by_itself(session: Session) -> dict[str, dict[str, Given]]:
    """The answers by the id of the live assessment of their chain."""
    named, source = aliased(Assessment), aliased(Assessment)
    statement = (
        select(Assessment.id, Answer, source.completed_on, source.started_on)
        .join(named, named.root_id == Assessment.root_id)
        .join(Answer, Answer.assessment_id == named.id)
        .outerjoin(source, source.id == Answer.carried_from)
        .where(live(Assessment), live(Answer))
        .order_by(Answer.assessment_id)
    )
    found: dict[str, dict[str, Given]] = {}
    for id_, row, completed_on, started_on in session.execute(statement):
        given = Given(Status(row.status), row.value, completed_on or started_on, row.confirmed_on)
        found.setdefault(id_, {})[row.item] = given
    return found


def figures(as_known_on: date | None = None) -> dict[str, dict[str, bool]]:
    cases = completed(facts_of(every_service(), CENSUS, as_known_on), CENSUS, Kind.COMPREHENSIVE)
    return {case.id: completeness(case.record) for case in cases}


def slowly(session: Session) -> dict[str, dict[str, bool]]:
    answers = each_by_itself(session)
    rows: dict[str, Any] = {}
    for case in completed(facts_of(every_service(), CENSUS), CENSUS, Kind.COMPREHENSIVE):
        seen = case.record
        bare = Sitting(seen.bank, seen.kind, seen.on, seen.census, answers.get(case.id, {}), seen.facts)
        rows[case.id] = completeness(bare)
    return rows


@pytest.fixture
def sample(session: Session) -> Session:
    bring_in(session, 1)
    return session


def test_an_import_keeps_a_digest_that_says_what_its_answers_say(sample: Session) -> None:
    kept = sample.scalars(select(Assessment.answered).where(Assessment.completed_on.is_not(None)))
    assert all(kept)
    assert figures() == slowly(sample) != {}


def test_without_a_digest_the_answers_are_read(sample: Session) -> None:
    wanted = figures()
    sample.execute(update(Assessment).values(answered=None))
    assert figures() == wanted


def test_migrating_makes_the_digests_that_are_missing(sample: Session, app: Flask) -> None:
    wanted = sample.scalars(select(Assessment.answered).order_by(Assessment.id)).all()
    sample.execute(update(Assessment).values(answered=None))
    sample.commit()
    assert app.test_cli_runner().invoke(group, ["migrate"], prog_name="careplan").exit_code == 0
    assert sample.scalars(select(Assessment.answered).order_by(Assessment.id)).all() == wanted


def test_as_known_on_an_earlier_day_the_digest_is_not_asked(sample: Session) -> None:
    day, wanted = date(2027, 1, 1), figures()
    sample.execute(update(Assessment).values(answered=""))
    assert figures(day) == wanted != figures()


def test_carried_answers_of_every_kind_are_judged_as_each_by_itself(session: Session) -> None:
    episode, started, done = clients.EpisodeFactory(), date(2025, 6, 1), date(2026, 3, 1)
    old = assessments.AssessmentFactory(episode=episode, started_on=started, completed_on=started)
    young = assessments.AssessmentFactory(episode=episode, started_on=started, completed_on=date(2026, 2, 1))
    new = assessments.AssessmentFactory(episode=episode, kind="comprehensive", started_on=done)
    items = iter(bank(new.edition).lists[Kind.COMPREHENSIVE])
    for source in (None, old.id, young.id):
        for confirmed_on in (None, done, date(2030, 1, 1)):
            for status in Status:
                value = {"value": "x" if status is Status.ANSWERED else None, "status": status}
                carried = {"carried_from": source, "confirmed_on": confirmed_on if source else None}
                assessments.AnswerFactory(assessment=new, item=next(items).item, **value, **carried)
    session.flush()
    new.completed_on = done
    session.flush()
    wanted = slowly(session)
    assert figures() == wanted
    keep_digests(Assessment.id == new.id)
    assert figures() == wanted
    assert 0 < sum(wanted[new.id].values()) < len(wanted[new.id])
