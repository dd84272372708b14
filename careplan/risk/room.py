"""What this room offers (docs/architecture.md)."""

from pathlib import Path

from careplan.ground.offers import Room, Tab
from careplan.risk import models
from careplan.risk.actions import follow_answers
from careplan.risk.caseload import LISTED, LOADS
from careplan.risk.codes import COUNTERSIGN_RISK
from careplan.risk.demo import CHAPTER
from careplan.risk.downtime import DOWNTIME
from careplan.risk.history import HISTORY
from careplan.risk.marks import MARKS
from careplan.risk.pages import MISTAKES
from careplan.risk.queries.today import PENDING
from careplan.risk.rules import RISK
from careplan.risk.views import bp

ROOM = Room(
    name="risk",
    demo=CHAPTER,
    permissions=(COUNTERSIGN_RISK,),
    title="Risk",
    pages={
        "risk.index": "Risk",
    },
    blueprint=bp,
    models=models,
    package=Path(__file__).with_name("package.toml"),
    tabs=(Tab("risk", "Risk", "risk.index", 30),),
    answers_saved=follow_answers,
    pending=(PENDING,),
    listed=(LISTED,),
    loads=LOADS,
    history=HISTORY,
    marks=MARKS,
    downtime=DOWNTIME,
    mistakes=MISTAKES,
    standards=(RISK,),
)
