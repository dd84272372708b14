"""What this room offers (docs/architecture.md)."""

from pathlib import Path

from careplan.governance import models
from careplan.governance.codes import KEEP_EVIDENCE, READ_STANDARDS, SIGN_STANDARDS
from careplan.governance.registers import REGISTERS
from careplan.governance.rules.questions import EVIDENCE, RETURNS
from careplan.governance.views import bp
from careplan.ground.offers import Place, Room

ROOM = Room(
    name="governance",
    permissions=(KEEP_EVIDENCE, READ_STANDARDS, SIGN_STANDARDS),
    blueprint=bp,
    models=models,
    package=Path(__file__).with_name("package.toml"),
    registers=REGISTERS,
    places=(
        Place("Evidence", "governance.index", KEEP_EVIDENCE, 60),
        Place("Standards", "governance.standards", READ_STANDARDS, 92),
    ),
    standards=(RETURNS, EVIDENCE),
)
