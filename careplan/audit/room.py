"""What this room offers (docs/architecture.md)."""

from datetime import date

import careplan.audit.plans.views
import careplan.audit.report.views
import careplan.audit.signing.views  # noqa: F401 - views hang themselves on the blueprint
from careplan.audit import models
from careplan.audit.commands import COMMANDS
from careplan.audit.plans import queries
from careplan.audit.report.doors import bp
from careplan.audit.report.rules.beside import BESIDE, PUBLISHED
from careplan.audit.report.rules.honesty.facts import LIMITS
from careplan.audit.report.rules.worklist import AIMS
from careplan.audit.review.codes import PERMISSIONS, READ_AUDIT_FIGURES, SIGN_AUDIT
from careplan.audit.review.rules.ruleset import Rulesets
from careplan.ground.offers import Place, Room, Todo
from careplan.staff.rules import Actor


def todo(worker: Actor, on: date) -> list[Todo]:
    """Lines of action plans past their day, for who signs the audit. One statement where there is none."""
    signed = worker.open_services(SIGN_AUDIT)
    return queries.todo(signed, on) if signed else []


ROOM = Room(
    name="audit",
    permissions=PERMISSIONS,
    title="Clinical audit",
    pages={
        "audit.costs_page": "What the record costs in the audit",
    },
    blueprint=bp,
    models=models,
    commands=COMMANDS,
    places=(Place("Clinical audit", "audit.index", READ_AUDIT_FIGURES, 50),),
    todo=todo,
    standards=(BESIDE, LIMITS, PUBLISHED, AIMS, Rulesets()),
)
