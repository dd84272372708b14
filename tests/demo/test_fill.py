"""The demo in the database: every list has something to show, everybody can sign in, nothing is overwritten."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from careplan.assessment.models import Assessment
from careplan.clients.models import Client, Task
from careplan.demo.actions.fill import NotEmpty, fill, is_empty
from careplan.ground.clock import now, today
from careplan.plans.models import CarePlan, Need
from careplan.plans.queries.readings import clocked
from careplan.plans.rules.clock import ClockStatus
from careplan.prescribing.models import DoseEvent, Reassessment
from careplan.risk.models import Countersignature, RiskLevel
from careplan.staff.models import Draft, Service, Worker
from careplan.staff.passwords import matches
from careplan.trail.models import TrailEntry
from tests.package.shell import Shell

PASSWORD = "larch-and-linden-42"
pytestmark = pytest.mark.slow
BOTH = frozenset({"north", "river"})


def filled(session: Session) -> int:
    return fill(session, today=today(), now=now(), password=PASSWORD, progress=lambda _: None)


def count(session: Session, *where: object) -> int:
    return session.scalar(select(func.count()).where(*where)) or 0  # type: ignore[arg-type]


def test_an_empty_database_is_filled_through_the_import(session: Session) -> None:
    assert is_empty(session)
    rows = filled(session)
    session.expire_all()
    assert rows > 10_000
    entries = session.scalars(select(TrailEntry).where(TrailEntry.action == "package.imported")).all()
    assert sum(entry.detail["rows"] for entry in entries) == rows
    statuses = {one.reading.status for one in clocked(BOTH, today(), None)}
    wanted = set(ClockStatus) - {ClockStatus.CLOSED, ClockStatus.DIED}
    assert wanted <= statuses
    _workers_can_sign_in(session)
    _plans_speak(session)
    _something_waits(session)
    assert count(session, DoseEvent.happened_on == today() - timedelta(days=1)) > 20
    with pytest.raises(NotEmpty):
        filled(session)


def _workers_can_sign_in(session: Session) -> None:
    workers = session.scalars(select(Worker)).all()
    assert len(workers) == 8
    assert all(matches(worker.password_hash, PASSWORD) for worker in workers[:2])


def _plans_speak(session: Session) -> None:
    assert count(session, CarePlan.matters_to_me.is_(None)) == 0
    assert count(session, CarePlan.agreed_on.is_(None)) == 2
    agreements = set(session.scalars(select(CarePlan.agreement)))
    assert agreements == {None, "signed", "verbal", "declined", "lacks_capacity"}
    assert count(session, Need.not_now_reason.is_not(None)) > 20
    assert count(session, CarePlan.agreed_on.is_not(None), CarePlan.copy_offered_on.is_(None)) == 2


def _something_waits(session: Session) -> None:
    kinds = set(session.scalars(select(Task.kind)))
    assert {"safety", "assessment", "note"} <= kinds
    assert count(session, Assessment.completed_on.is_(None)) >= 5
    assert count(session, Assessment.incomplete_reason.is_not(None)) == 1
    high = set(
        session.scalars(select(RiskLevel.assessment_id).where(RiskLevel.level.in_(("high", "immediate"))))
    )
    signed = set(session.scalars(select(Countersignature.assessment_id)))
    assert signed < high
    assert count(session, Reassessment.id.is_not(None)) == 1
    assert count(session, Draft.payload.is_not(None)) == 1
    assert count(session, Client.deceased_on.is_not(None)) == 1
    assert count(session, Service.telephone.is_(None)) == 0


def test_a_database_with_a_service_is_not_empty(session: Session, house: object) -> None:
    assert session.scalar(select(func.count()).select_from(Service))
    with pytest.raises(NotEmpty):
        filled(session)


def test_the_command_fills_once_and_says_who_can_sign_in(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREPLAN_DEMO_PASSWORD", PASSWORD)
    assert shell("demo", "--who").stdout == "No demo sign-ins in this database.\n"
    assert shell("demo").stdout.startswith("Filled the database with the demo: ")
    again = shell("demo")
    assert again.exit_code == 1
    assert "fills an empty one only" in again.stderr
    assert shell("demo", "--if-empty").exit_code == 0
    who = shell("demo", "--who").stdout
    assert "hazel    Dr Priya Hazel   prescriber, Northgate Community Drug Service" in who
    assert who.endswith(f"password of all: {PASSWORD}\n")


@pytest.mark.parametrize("environment", [{"CAREPLAN_ENV": "production"}, {"SECRET_KEY": "x" * 40}])
def test_the_command_refuses_production_and_what_may_be_it(shell: Shell, environment: dict[str, str]) -> None:
    del shell.environment["CAREPLAN_ENV"]
    shell.environment |= environment
    refused = shell("demo")
    assert refused.exit_code == 1
    assert "invented people do not belong here" in refused.stderr
