"""What this room offers (docs/architecture.md)."""

from pathlib import Path

from careplan.ground.offers import Room, Tab
from careplan.letters import models
from careplan.letters.codes import READ_SENSITIVE
from careplan.letters.history import HISTORY
from careplan.letters.pages import MISTAKES
from careplan.letters.views import bp

ROOM = Room(
    name="letters",
    title="Documents",
    permissions=(READ_SENSITIVE,),
    pages={
        "letters.documents": "Documents",
        "letters.document": "Document",
        "letters.content": "File of a document",
        "letters.new": "Adding a document",
    },
    blueprint=bp,
    models=models,
    tabs=(Tab("documents", "Documents", "letters.documents", 16),),
    history=HISTORY,
    mistakes=MISTAKES,
    package=Path(__file__).with_name("package.toml"),
)
