"""What this room offers (docs/architecture.md)."""

from pathlib import Path

from careplan.ground.offers import Place, Room
from careplan.survey import models
from careplan.survey.codes import HAND_SURVEY, READ_SURVEY
from careplan.survey.rules import SURVEY
from careplan.survey.views import bp

ROOM = Room(
    name="survey",
    title="Client survey",
    blueprint=bp,
    models=models,
    permissions=(HAND_SURVEY, READ_SURVEY),
    places=(Place("Client survey", "survey.index", HAND_SURVEY, 58),),
    standards=(SURVEY,),
    package=Path(__file__).with_name("package.toml"),
)
