"""What this room offers (docs/architecture.md)."""

from pathlib import Path

from careplan.clients.registers.offers import offers
from careplan.ground.offers import Room, Tab
from careplan.plans import models
from careplan.plans.codes import EDIT_WORDINGS, WRITE_PLAN
from careplan.plans.demo import CHAPTER
from careplan.plans.history import HISTORY
from careplan.plans.marks import MARKS
from careplan.plans.pages.mistakes import MISTAKES
from careplan.plans.queries.difficult import own_words
from careplan.plans.queries.exits import exits
from careplan.plans.queries.readings import clocks
from careplan.plans.queries.today import PENDING
from careplan.plans.registers import EXIT_STEPS, GOAL_WORDINGS, OFFERS
from careplan.plans.rules.exit_steps import EXIT_STEPS as STEPS
from careplan.plans.rules.leaving import LEAVING
from careplan.plans.rules.options import TREATMENT_OPTIONS
from careplan.plans.rules.standard import SCHEDULE
from careplan.plans.rules.weighing import NEED_WORDS
from careplan.plans.rules.wordings import GOAL_WORDINGS as WORDINGS
from careplan.plans.views import bp

ROOM = Room(
    name="plans",
    permissions=(WRITE_PLAN, EDIT_WORDINGS),
    title="Care plan",
    blueprint=bp,
    demo=CHAPTER,
    models=models,
    tabs=(Tab("plan", "Care plan", "plans.overview", 40),),
    pending=(PENDING,),
    exits=exits,
    own_words=own_words,
    standards=(STEPS, LEAVING, NEED_WORDS, SCHEDULE, TREATMENT_OPTIONS, WORDINGS),
    clocks=clocks,
    package=Path(__file__).with_name("package.toml"),
    **offers(
        HISTORY.parts[0],
        EXIT_STEPS,
        registers=(GOAL_WORDINGS, OFFERS),
        history=HISTORY,
        marks=MARKS,
        mistakes=MISTAKES,
        pages={
            "plans.overview": "Care plan",
            "plans.version": "Version of the care plan",
            "plans.changes": "Versions of the care plan side by side",
            "plans.print_copy": "Printed care plan",
        },
    ),
)
