"""Answers, evidence and what stands at a service: new rows, nothing overwritten, and the trail."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careplan.clients.registers import rows as registers
from careplan.governance import actions
from careplan.governance.actions import Label
from careplan.governance.codes import Level
from careplan.governance.models import Evidence, Return
from careplan.governance.queries import answers, evidence, exhibits, given_by, history, unit, units
from careplan.governance.registers import POSTS, Post
from careplan.ground.clock import now
from careplan.trail.models import TrailEntry
from tests.factories.governance import PostFactory

DAY = date(2026, 3, 31)
PAIR = {"feedback.positive": "30", "feedback.respondents": "40"}


@pytest.fixture
def known(session: Session, house: SimpleNamespace) -> SimpleNamespace:
    found = unit(house.services, "service", house.service)
    return SimpleNamespace(unit=found, by=house.actors.manager, house=house)


def give(
    known: SimpleNamespace, values: dict[str, str], on: date = DAY, reason: str | None = None
) -> list[Return]:
    return actions.answer(by=known.by, unit=known.unit, question="6.5", values=values, on=on, reason=reason)


def test_a_worker_answers_for_own_services_and_their_partnerships(known: SimpleNamespace) -> None:
    found = units(known.house.services)
    assert [one.level for one in found] == [Level.SERVICE, Level.PARTNERSHIP]
    assert unit(known.house.services, "service", known.house.other_service) is None


def test_an_answer_of_another_day_is_a_new_row(known: SimpleNamespace) -> None:
    give(known, PAIR)
    give(known, PAIR | {"feedback.positive": "35"}, on=DAY + timedelta(days=1))
    rows = history(known.unit, "6.5")
    assert len(rows) == 4
    assert not any(row.corrected for row in rows)


def test_a_second_answer_on_a_day_corrects_the_first_with_its_reason(known: SimpleNamespace) -> None:
    give(known, PAIR)
    written = give(known, PAIR | {"feedback.positive": "31"}, reason="counted again")
    assert [row.key for row in written] == ["feedback.positive"]
    assert written[0].correction_reason == "counted again"
    assert sorted(one.value for one in answers([known.unit], "6.5")) == ["31", "40"]
    assert len(history(known.unit, "6.5")) == 3


def test_a_correction_without_a_reason_is_refused(known: SimpleNamespace) -> None:
    give(known, PAIR)
    with pytest.raises(ValueError, match="reason"):
        give(known, PAIR | {"feedback.positive": "31"})


def test_what_is_no_answer_is_refused(known: SimpleNamespace) -> None:
    with pytest.raises(ValueError, match="whole number"):
        give(known, {"feedback.positive": "many"})


def test_an_answer_is_written_to_the_trail(known: SimpleNamespace, session: Session) -> None:
    give(known, PAIR)
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "return.given")).one()
    assert (entry.actor, entry.service_id) == (known.by.id, known.unit.id)


def test_withdrawn_evidence_is_listed_and_counts_no_longer(known: SimpleNamespace, session: Session) -> None:
    label = Label("Survey", None, None)
    row = actions.attach_link(
        by=known.by, unit=known.unit, question="6.5", label=label, url="https://example.org/s"
    )
    before = now()
    assert len(given_by([known.unit.id])[1]) == 1
    actions.withdraw(by=known.by, unit=known.unit, evidence=row, reason="wrong year")
    assert [one.withdrawal_reason for one in exhibits([known.unit], "6.5")] == ["wrong year"]
    assert given_by([known.unit.id])[1] == []
    assert len(given_by([known.unit.id], until=before)[1]) == 1


def test_evidence_is_found_through_own_services_alone(known: SimpleNamespace, session: Session) -> None:
    label = Label("Survey", None, None)
    row = actions.attach_document(
        by=known.by, unit=known.unit, question="6.5", label=label, file_name="s.pdf", content=b"%PDF-1.7"
    )
    assert evidence(known.house.services, row.id) is not None
    assert evidence(frozenset({known.house.other_service}), row.id) is None


def test_a_document_that_is_not_what_it_says_is_not_kept(known: SimpleNamespace, session: Session) -> None:
    label = Label("Survey", None, None)
    with pytest.raises(ValueError, match="not_what_it_says"):
        actions.attach_document(
            by=known.by, unit=known.unit, question="6.5", label=label, file_name="s.pdf", content=b"MZ"
        )
    assert session.scalars(select(Evidence)).all() == []


def at(known: SimpleNamespace) -> registers.Owner:
    return registers.Owner(known.house.services, known.unit.id)


def test_a_changed_post_is_a_correction(known: SimpleNamespace, session: Session) -> None:
    row = PostFactory(service_id=known.unit.id)
    values = {"role": "practitioner", "established_wte": row.established_wte, "status": "vacant"}
    right = registers.correct(
        POSTS, by=known.by, owner=at(known), row=row, values=values, reason="left in March"
    )
    live = session.scalars(select(Post).where(Post.superseded_at.is_(None))).all()
    assert live == [right]
    assert (right.corrects, right.root_id) == (row.id, row.root_id)


def test_a_post_that_is_taken_out_leaves_its_reason_in_the_trail(
    known: SimpleNamespace, session: Session
) -> None:
    row = PostFactory(service_id=known.unit.id)
    registers.remove(POSTS, by=known.by, owner=at(known), row=row, reason="entered twice")
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "post.removed")).one()
    assert entry.detail == {"reason": "entered twice"}
    assert (row.struck_by, row.struck_reason) == (known.by.id, "entered twice")
    assert row.struck_at is not None
