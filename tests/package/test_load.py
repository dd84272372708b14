"""A package in the tables: what is kept, what a second import does, what a correction hides."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careplan.assessment.models import Answer, Assessment, ChecklistChoice
from careplan.clients.models import Appointment, Client, Pause
from careplan.governance.models import Return
from careplan.governance.registers import Incident, Post
from careplan.ground.corrections import supersede
from careplan.harm_reduction.registers import NaloxoneSupply
from careplan.outcomes.registers import DrugTest, Top
from careplan.package.actions.check import check
from careplan.package.actions.load import Loaded, load
from careplan.package.actions.stage import Stage, staged
from careplan.package.models import Import
from careplan.package.rules.faults import Findings
from careplan.plans.models import CarePlan, Goal, GoalAction
from careplan.prescribing.models import DoseEvent, DoseOrder
from careplan.staff.models import Membership, Worker
from careplan.trail.models import TrailEntry
from tests.package.base import swapped, with_line, write
from tests.package.conftest import NOW, TODAY, Changes, places

LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)


def bring_in(session: Session, folder: Path, changes: Changes | None = None) -> tuple[Loaded, Findings]:
    with staged(write(folder, changes), lambda _: None) as stage:
        return _load(stage, session)


def _load(stage: Stage, session: Session) -> tuple[Loaded, Findings]:
    check(stage, today=TODAY, now=NOW)
    assert places(stage.findings) == []
    return load(stage, session, now=NOW), stage.findings


def test_every_row_of_a_package_is_kept(session: Session, tmp_path: Path) -> None:
    loaded, found = bring_in(session, tmp_path / "package")
    assert places(found) == []
    assert loaded.added == loaded.rows
    assert loaded.added["answers"] == 7
    client = session.get_one(Client, "C2")
    assert (client.first_name, client.last_name) == ("Zoë", "O'Brien, née Price")
    assert (client.date_of_birth, client.deceased_on) == (date(1965, 7, 12), date(2025, 10, 1))
    assert (client.recorded_at, client.recorded_by, client.root_id) == (NOW, "import", "C2")
    assert session.get_one(Goal, "G1").wording == "less crack,\n\nmore sleep"
    assert session.get_one(Worker, "W2").password_hash is None


def test_columns_with_other_names_and_the_service_of_the_episode_are_filled(
    session: Session, tmp_path: Path
) -> None:
    bring_in(session, tmp_path / "package")
    pause = session.get_one(Pause, "PA1")
    assert (pause.from_on, pause.until_on, pause.service_id) == (date(2024, 6, 1), date(2024, 6, 9), "S1")
    assert session.get_one(Membership, ("W2", "S1", "prescriber", date(2015, 4, 1))).until_on == date(
        2099, 1, 1
    )
    assert session.get_one(GoalAction, "GA1").service_id == "S1"
    assert session.get_one(Assessment, "A4").service_id == "S2"
    assert session.get_one(ChecklistChoice, ("S2", "triage", "1", date(2024, 11, 16))).hidden == ""


def test_values_are_what_the_cells_said(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "package")
    answers = {(row.assessment_id, row.item): row for row in session.scalars(select(Answer))}
    assert answers["A1", "confidentiality_explained"].value is True
    assert answers["A1", "presenting_reason"].value == 'Wants, he says,\na "steady" week'
    assert answers["A4", "audit_score"].value == {"value": 12, "tool": "audit"}
    assert answers["A2", "abscesses"].value is None
    assert answers["A2", "motivation_ruler"].carried_from == "A1"
    assert session.get_one(DoseEvent, "D2").mg == Decimal("5.25")


def test_a_filled_end_carries_when_and_by_whom_it_was_recorded(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "package")
    agreed, drafted = session.get_one(CarePlan, "PL1"), session.get_one(CarePlan, "PL2")
    assert (agreed.agreed_at, agreed.agreed_by, agreed.offered_by) == (NOW, "import", "import")
    assert (drafted.agreed_at, drafted.offered_at) == (None, None)
    assert session.get_one(GoalAction, "GA1").done_at == NOW


def test_two_doses_of_one_day_take_two_slots(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "package")
    assert [session.get_one(DoseEvent, dose).slot for dose in ("D1", "D2", "D3")] == [1, 2, 1]


def test_a_corrected_row_is_superseded_from_the_moment_of_its_correction(
    session: Session, tmp_path: Path
) -> None:
    bring_in(session, tmp_path / "package")
    wrong, right = session.get_one(DoseOrder, "O2"), session.get_one(DoseOrder, "O3")
    assert wrong.superseded_at == right.recorded_at == datetime(2024, 7, 2, 9, 0, 0, 500_000, UTC)
    assert (right.corrects, right.root_id, right.superseded_at) == ("O2", "O2", None)
    assert wrong.root_id == "O2"


def test_every_file_leaves_one_entry_in_the_trail(session: Session, tmp_path: Path) -> None:
    loaded, _ = bring_in(session, tmp_path / "package")
    session.flush()
    package = session.scalars(select(Import)).one()
    assert (package.rows, package.added) == (sum(loaded.rows.values()), sum(loaded.rows.values()))
    entries = session.scalars(select(TrailEntry).where(TrailEntry.subject == f"imports:{package.id}")).all()
    assert {entry.detail["file"]: entry.detail["rows"] for entry in entries} == loaded.rows
    assert all(len(entry.detail["sha256"]) == 64 for entry in entries)


def test_the_same_package_again_adds_nothing(session: Session, tmp_path: Path) -> None:
    first, _ = bring_in(session, tmp_path / "package")
    loaded, found = bring_in(session, tmp_path / "package")
    assert places(found) == []
    assert loaded.nothing_new
    assert loaded.rows == first.rows


def test_a_second_package_adds_what_is_new(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "package")
    more = with_line("dose_events", "D4,CO1,2024-02-23,supervised,taken,30,,pharmacy")
    loaded, found = bring_in(session, tmp_path / "package", more)
    assert places(found) == []
    assert {name: count for name, count in loaded.added.items() if count} == {"dose_events": 1}


def test_a_second_package_may_correct_what_is_held(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "package")
    line = "O9,CO2,2024-09-02,4,sublingual,induction,2026-03-30T10:00:00Z,W2,O4,half"
    _, found = bring_in(session, tmp_path / "package", with_line("dose_orders", line))
    assert places(found) == []
    session.expire_all()
    assert session.get_one(DoseOrder, "O4").superseded_at == datetime(2026, 3, 30, 10, tzinfo=UTC)
    assert session.get_one(DoseOrder, "O9").root_id == "O4"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        (swapped("clients", "Zoë", "Zoe"), ("clients.csv", 3, "first_name")),
        (swapped("answers", "answered,7,false", "answered,8,false"), ("answers.csv", 3, "value")),
        (swapped("prescriptions", "847.25", "847.2"), ("prescriptions.csv", 3, "total_mg")),
        (swapped("memberships", "2099-01-01", "2099-01-02"), ("memberships.csv", 3, "until")),
        (swapped("dose_orders", "10:00:00.5", "10:00:00.6"), ("dose_orders.csv", 4, "recorded_at")),
        (swapped("workers", "pria@example.org", ""), ("workers.csv", 3, "email")),
    ],
)
def test_the_same_id_with_other_content_is_a_fault(
    changes: Changes, place: tuple[str, int, str], session: Session, tmp_path: Path
) -> None:
    bring_in(session, tmp_path / "package")
    _, found = bring_in(session, tmp_path / "package", changes)
    assert places(found) == [place]


def test_a_username_that_another_worker_holds_is_a_fault(session: Session, tmp_path: Path) -> None:
    session.add(Worker(id="OTHER", username="kay", name="Kay of another town"))
    session.flush()
    _, found = bring_in(session, tmp_path / "package")
    assert places(found) == [("workers.csv", 2, "username")]


def test_another_spelling_of_the_same_moment_is_the_same(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "package")
    spelt = swapped("dose_orders", "2024-02-21T10:00:00+00:00", "2024-02-21T11:00+01:00")
    loaded, found = bring_in(session, tmp_path / "package", spelt)
    assert places(found) == []
    assert loaded.nothing_new


def test_what_only_the_database_can_refuse_is_a_fault_and_no_crash(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "package")
    before = "D1,CO1,2024-02-21,supervised,taken,30,,pharmacy\n"
    earlier = swapped("dose_events", before, f"{before}D0,CO1,2024-02-21,supervised,taken,30,,pharmacy\n")
    with session.begin_nested() as inner:
        _, found = bring_in(session, tmp_path / "package", earlier)
        inner.rollback()
    assert places(found) == [("dose_events.csv", None, "")]


def test_facts_beside_the_case_record_are_kept(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "package")
    test = session.get_one(DrugTest, "DT1")
    assert (test.results, test.service_id) == ({"opiates": "positive", "cocaine": "not_tested"}, "S1")
    top = session.get_one(Top, "T1")
    assert (top.opiuse, top.hrisk, top.crause, top.service_id) == ("28", "NA", None, "S1")
    attended, booked = session.get_one(Appointment, "AP1"), session.get_one(Appointment, "AP2")
    assert attended.starts_at == datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
    assert (attended.outcome_at, attended.outcome_by) == (NOW, "import")
    assert (booked.outcome, booked.outcome_at) == (None, None)
    assert session.get_one(Post, "PO1").experience_years == Decimal("3.5")
    assert session.get_one(NaloxoneSupply, "N1").client_id == "C1"
    assert session.get_one(Incident, "X1").superseded_at == session.get_one(Incident, "X2").recorded_at


def test_a_return_names_its_service_or_its_partnership(session: Session, tmp_path: Path) -> None:
    bring_in(session, tmp_path / "package")
    units = {(row.level, row.service_id, row.partnership_id) for row in session.scalars(select(Return))}
    assert units == {("service", "S1", None), ("service", "S2", None), ("partnership", None, "P1")}


def test_a_return_corrected_here_is_other_content_for_the_old_package(
    session: Session, tmp_path: Path
) -> None:
    bring_in(session, tmp_path / "package")
    correct_a_return(session)
    _, found = bring_in(session, tmp_path / "package")
    assert places(found) == [("returns.csv", 8, "value")]


def correct_a_return(session: Session) -> None:
    """S2 has a caseload system after all: a new row in place of the old one, of the same day."""
    wrong = session.scalars(select(Return).where(Return.question == "6.4")).one()
    same = {name: getattr(wrong, name) for name in ("level", "unit_id", "question", "key", "recorded_on")}
    right = Return(**same, value="yes", recorded_at=NOW, recorded_by="tests")
    supersede(wrong, right, reason="slip")
