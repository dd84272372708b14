"""The marks by which kept pages know that something was written: any row of the record, by row or by statement."""

from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import iter_modules

import pytest
from sqlalchemy import insert

import careplan.rooms  # noqa: F401 (all models must be there)
import tests.factories as kinds
from careplan.assessment.models import ChecklistChoice
from careplan.audit.models import SignedRecord
from careplan.clients.models import TaskAction
from careplan.contacts.models import ContactGoal, LostTouchDone
from careplan.ground.db import Base, db
from careplan.plans.models import GoalOutcome
from careplan.prescribing.models import Agreement
from careplan.trail.actions import changed, write
from careplan.trail.changes import ALL, UNREAD, services_of
from careplan.trail.queries import marks
from tests.factories.base import Row

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
    LostTouchDone,
    SignedRecord,
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
