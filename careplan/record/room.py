"""What this room offers (docs/architecture.md)."""

from careplan.ground.offers import Place, Room, Tab
from careplan.record.commands import COMMANDS
from careplan.record.rules.banner import BANNER
from careplan.record.views import bp
from careplan.staff.rules import Permission

ROOM = Room(
    name="record",
    title="Record",
    pages={
        "record.overview": "Overview",
        "record.history": "History",
        "record.looked": "Who looked",
    },
    blueprint=bp,
    commands=COMMANDS,
    places=(Place("Caseload", "record.caseload", Permission.READ_RECORD, 20),),
    tabs=(
        Tab("overview", "Overview", "record.overview", 10),
        Tab("history", "History", "record.history", 60),
    ),
    standards=(BANNER,),
)
