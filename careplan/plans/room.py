"""What this room offers (docs/architecture.md)."""

from pathlib import Path

from careplan.ground.offers import Room, Tab
from careplan.plans import models
from careplan.plans.codes import WRITE_PLAN
from careplan.plans.history import HISTORY
from careplan.plans.marks import MARKS
from careplan.plans.pages.mistakes import MISTAKES
from careplan.plans.queries.readings import clocks
from careplan.plans.queries.today import PENDING
from careplan.plans.rules.leaving import LEAVING
from careplan.plans.rules.standard import SCHEDULE
from careplan.plans.views import bp

ROOM = Room(
    name="plans",
    permissions=(WRITE_PLAN,),
    title="Care plan",
    pages={
        "plans.overview": "Care plan",
        "plans.version": "Version of the care plan",
        "plans.print_copy": "Printed care plan",
    },
    blueprint=bp,
    models=models,
    tabs=(Tab("plan", "Care plan", "plans.overview", 40),),
    pending=(PENDING,),
    history=HISTORY,
    marks=MARKS,
    mistakes=MISTAKES,
    standards=(LEAVING, SCHEDULE),
    clocks=clocks,
    package=Path(__file__).with_name("package.toml"),
)
