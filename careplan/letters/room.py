"""What this room offers (docs/architecture.md)."""

from pathlib import Path

from careplan.ground.offers import Room, Tab
from careplan.letters import models
from careplan.letters.codes import EDIT_LETTERS, READ_SENSITIVE
from careplan.letters.demo import CHAPTER
from careplan.letters.history import HISTORY
from careplan.letters.pages.documents import MISTAKES
from careplan.letters.queries import exits, left_here
from careplan.letters.registers import LETTER_TEMPLATES
from careplan.letters.rules import LANGUAGES, LETTERS
from careplan.letters.views import bp

ROOM = Room(
    name="letters",
    title="Documents",
    permissions=(READ_SENSITIVE, EDIT_LETTERS),
    pages={
        "letters.documents": "Documents",
        "letters.document": "Document",
        "letters.content": "File of a document",
        "letters.new": "Adding a document",
        "letters.letter": "Writing a letter",
        "letters.printed": "Letter",
        "letters.languages": "Language sheet",
    },
    blueprint=bp,
    models=models,
    demo=CHAPTER,
    tabs=(Tab("documents", "Documents", "letters.documents", 16),),
    history=HISTORY,
    exits=exits,
    left_here=left_here,
    mistakes=MISTAKES,
    registers=(LETTER_TEMPLATES,),
    standards=(LETTERS, LANGUAGES),
    package=Path(__file__).with_name("package.toml"),
)
