"""What this room offers (docs/architecture.md)."""

from careplan.clients.codes import READ_RECORD
from careplan.ground.offers import Place, Room, Tab
from careplan.record.commands import COMMANDS
from careplan.record.downtime import DOWNTIME
from careplan.record.pages.checks import MARKS
from careplan.record.rules.banner import BANNER
from careplan.record.rules.checks.standard import CHECKS
from careplan.record.rules.looked import READ_TRAIL
from careplan.record.views import bp

ROOM = Room(
    name="record",
    downtime=DOWNTIME,
    permissions=(READ_TRAIL,),
    title="Record",
    pages={
        "record.overview": "Overview",
        "record.history": "History",
        "record.looked": "Who looked",
    },
    blueprint=bp,
    commands=COMMANDS,
    places=(Place("Caseload", "record.caseload", READ_RECORD, 20),),
    tabs=(
        Tab("overview", "Overview", "record.overview", 10),
        Tab("history", "History", "record.history", 60),
    ),
    marks=MARKS,
    standards=(BANNER, CHECKS),
)
