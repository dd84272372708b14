"""What this room offers (docs/architecture.md)."""

from pathlib import Path

from careplan.ground.offers import Place, Room
from careplan.team import registers
from careplan.team.codes import KEEP_DUTY, KEEP_TEAM, SEE_DUTY
from careplan.team.demo import CHAPTER
from careplan.team.history import HISTORY
from careplan.team.registers import ABSENCES, DUTIES, SUPERVISIONS, WALK_INS
from careplan.team.rules import TEAM
from careplan.team.views import bp

ROOM = Room(
    name="team",
    title="Team",
    blueprint=bp,
    models=registers,
    permissions=(SEE_DUTY, KEEP_DUTY, KEEP_TEAM),
    places=(Place("Duty", "team.duty", SEE_DUTY, 18), Place("Team", "team.index", KEEP_TEAM, 24)),
    registers=(ABSENCES, DUTIES, WALK_INS, SUPERVISIONS),
    history=HISTORY,
    standards=(TEAM,),
    package=Path(__file__).with_name("package.toml"),
    demo=CHAPTER,
)
