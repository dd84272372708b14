"""The marks by which kept pages know that something was written: any row of the record, by row or by statement."""

from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import iter_modules

import pytest
from sqlalchemy import Table, insert, select
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.sql import visitors

import careplan.rooms  # noqa: F401 (all models must be there)
import tests.factories as kinds
from careplan.assessment.models import ChecklistChoice
from careplan.audit.models import SignedRecord
from careplan.clients.models import Client, Episode, HandOver, Packet, TaskAction
from careplan.contacts.models import ContactGoal, LostTouchDone
from careplan.ground.db import Base, db
from careplan.plans.models import GoalOutcome
from careplan.prescribing.models import Agreement
from careplan.prescribing.queries import asked, unsettled
from careplan.staff.models import Membership, Service
from careplan.survey.models import SurveyLink
from careplan.trail.actions import changed, write
from careplan.trail.changes import ALL, COMES, SHARED, SHOWN, UNREAD, services_of, within
from careplan.trail.queries import marks, marks_by_record
from tests.factories.base import Row
from tests.factories.clients import TaskFactory

MODELS = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda model: model.__name__)
FACTORIES = {
    factory._meta.model: factory
    for module in iter_modules(kinds.__path__)
    for _, factory in getmembers(import_module(f"tests.factories.{module.name}"), isclass)
    if issubclass(factory, Row) and not factory._meta.abstract
}

OF_PARENTS = {
    Agreement,
    ChecklistChoice,
    ContactGoal,
    GoalOutcome,
    HandOver,
    LostTouchDone,
    Packet,
    SignedRecord,
    SurveyLink,
    TaskAction,
}
"""Their factories have to be given a parent; they are counted by name like all others."""


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_of_every_kind_counts_for_its_service_unless_no_figure_rests_on_it(model):
    row = model(service_id="S1") if "service_id" in model.__table__.columns else model()
    expected = set() if model.__tablename__ in UNREAD else {getattr(row, "service_id", None) or ALL}
    assert services_of([row]) == expected


def test_what_counts_for_no_service_alone_is_known_by_name():
    alone = {model.__tablename__ for model in MODELS if "service_id" not in model.__table__.columns}
    assert {"clients", "services", "providers", "partnerships", "signed_figures"} <= alone - UNREAD
    assert {model.__tablename__ for model in MODELS} >= UNREAD


@pytest.mark.parametrize(
    "model", sorted(set(FACTORIES) - OF_PARENTS, key=str), ids=lambda model: model.__name__
)
def test_writing_a_row_of_each_kind_moves_the_marks_at_commit(session, house, model):
    before = marks()
    FACTORIES[model]()
    assert marks() == before, "only a committed change counts"
    session.commit()
    assert (marks() == before) == (model.__tablename__ in UNREAD)


def test_a_row_that_names_no_other_record_is_of_the_one_that_was_opened_alone(session, house):
    mine, other = (session.get_one(Episode, one) for one in (house.episode, house.other_episode))
    ids = (mine.id, mine.client_id, house.service)
    for rows, part, moved in (
        ([mine], mine.client_id, False),
        ([mine], SHARED, True),
        ([mine, other], SHARED, False),
    ):
        before = marks(part=part)
        within(session, mine.client_id, ids)
        for row in rows:
            TaskFactory(episode=row)
        session.info["trailed"] = True
        session.commit()
        assert (marks(part=part) == before) == moved
    before = marks(part=SHARED)
    TaskFactory(episode=mine)
    session.info["trailed"] = True
    session.commit()
    assert marks(part=SHARED) != before, "a record is opened for one transaction"


@pytest.mark.parametrize("model", [Client, Episode, Membership, Service], ids=lambda model: model.__name__)
def test_what_no_record_holds_alone_is_shared(session, house, model):
    named = session.scalars(select(model)).first()
    within(session, house.client, [value for value in vars(named).values() if isinstance(value, str)])
    before = marks(part=SHARED)
    flag_modified(named, "recorded_at" if hasattr(named, "recorded_at") else "name")
    session.info["trailed"] = True
    session.commit()
    assert marks(part=SHARED) != before


def test_the_marks_of_records_tell_in_which_of_them_something_was_written(session, house):
    mine, other = (session.get_one(Episode, one) for one in (house.episode, house.other_episode))
    opened = {mine.client_id: (mine.id, mine.client_id, house.service), other.client_id: ()}
    for client, row, moved in (
        (mine.client_id, mine, {(mine.client_id, house.service)}),
        (mine.client_id, mine, {(mine.client_id, house.service)}),
        (other.client_id, mine, {(SHARED, house.service)}),
        (mine.client_id, other, set()),
    ):
        before = marks_by_record(house.services)
        within(session, client, opened[client])
        TaskFactory(episode=row)
        session.info["trailed"] = True
        session.commit()
        assert {key for key, _ in before.items() ^ marks_by_record(house.services).items()} == moved


def read_by(*statements):
    """The names of the tables that statements read, but for the names of workers, whose change is known to all."""
    parts = [part for one in statements for part in visitors.iterate(one)]
    return {part.name for part in parts if isinstance(part, Table)} - {"workers"}


def test_the_round_s_parts_name_every_table_that_it_reads():
    assert read_by(unsettled.coming_rows(), unsettled.coming_rows(named=True), asked.part_rows()) <= COMES
    assert read_by(unsettled.logged_rows(), unsettled.dosed_rows(), asked.dose_rows()) <= SHOWN
    assert SHOWN - {"services", "standards_in_force"} == read_by(
        unsettled.coming_rows(), asked.part_rows(), asked.dose_rows()
    )


def test_a_statement_that_writes_counts_too(session, house):
    before = marks()
    session.execute(insert(Base.metadata.tables["partnerships"]), [{"id": "P9", "name": "Fictitious"}])
    session.info["trailed"] = True
    session.commit()
    assert marks() != before


def test_what_is_written_past_the_session_says_so_itself(session, house):
    before = marks()
    changed(session, house.service)
    session.commit()
    assert marks() != before


def test_opening_a_record_changes_nothing(session, house):
    before = marks()
    write("record.opened", by="somebody", subject="episodes:x", service_id=house.service)
    session.commit()
    assert marks() == before


def test_what_is_undone_changes_nothing(session, house):
    before = marks()
    changed(session, house.service)
    db.session.rollback()
    write("record.opened", by="somebody", subject="episodes:x", service_id=house.service)
    session.commit()
    assert marks() == before
