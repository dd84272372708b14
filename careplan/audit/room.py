"""What this room offers (docs/architecture.md)."""

from pathlib import Path

import careplan.audit.plans.views
import careplan.audit.report.views
import careplan.audit.signing.views  # noqa: F401 - views hang themselves on the blueprint
from careplan.audit import models
from careplan.audit.commands import COMMANDS
from careplan.audit.plans.queries import PENDING
from careplan.audit.report.doors import bp
from careplan.audit.report.rules.beside import BESIDE, PUBLISHED
from careplan.audit.report.rules.honesty.facts import LIMITS
from careplan.audit.report.rules.worklist import AIMS
from careplan.audit.review.codes import PERMISSIONS, READ_AUDIT_FIGURES
from careplan.audit.review.measures import MEASURES
from careplan.audit.review.rules.ruleset import Rulesets
from careplan.ground.offers import Place, Room

ROOM = Room(
    name="audit",
    permissions=PERMISSIONS,
    title="Clinical audit",
    pages={
        "audit.costs_page": "What the record costs in the audit",
    },
    blueprint=bp,
    models=models,
    package=Path(__file__).with_name("package.toml"),
    commands=COMMANDS,
    places=(Place("Clinical audit", "audit.index", READ_AUDIT_FIGURES, 50),),
    pending=(PENDING,),
    standards=(BESIDE, LIMITS, PUBLISHED, AIMS, Rulesets(MEASURES)),
)
