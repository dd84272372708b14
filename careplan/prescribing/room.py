"""What this room offers (docs/architecture.md)."""

from careplan.clients.registers.offers import offers
from careplan.ground.offers import Place, Room, Tab
from careplan.prescribing import models
from careplan.prescribing.caseload import LISTED, LOADS
from careplan.prescribing.codes import PRESCRIBE, READ_RULES, RECORD_DOSE, SET_LIMITS, SIGN_LIMITS
from careplan.prescribing.commands import COMMANDS
from careplan.prescribing.demo import CHAPTER
from careplan.prescribing.downtime import DOWNTIME
from careplan.prescribing.history import HISTORY
from careplan.prescribing.marks import MARKS
from careplan.prescribing.pages.merging import why_not_merge
from careplan.prescribing.pages.mistakes import MISTAKES
from careplan.prescribing.queries.agreements import PENDING
from careplan.prescribing.queries.facts import course_facts
from careplan.prescribing.queries.reviews import REVIEWS
from careplan.prescribing.queries.today import COURSES
from careplan.prescribing.queries.unread import UNREAD
from careplan.prescribing.registers import REGISTERS
from careplan.prescribing.rules.advice import ADVICE
from careplan.prescribing.rules.agreeing import REGISTRATION
from careplan.prescribing.rules.book import BOOK
from careplan.prescribing.rules.own_limits import BOUNDS
from careplan.prescribing.rules.reviewing import REVIEWING
from careplan.prescribing.rules.signing import SIGNING
from careplan.prescribing.rules.standard import UK
from careplan.prescribing.rules.written import TABLETS
from careplan.prescribing.views import bp

ROOM = Room(
    name="prescribing",
    demo=CHAPTER,
    permissions=(PRESCRIBE, RECORD_DOSE, SIGN_LIMITS, SET_LIMITS, READ_RULES),
    title="Prescribing",
    blueprint=bp,
    models=models,
    commands=COMMANDS,
    places=(
        Place("Dose round", "prescribing.dose_round", RECORD_DOSE, 40),
        Place("Limits", "prescribing.limits", SIGN_LIMITS, 90),
    ),
    tabs=(Tab("prescribing", "Prescribing", "prescribing.overview", 50),),
    checklist_facts=course_facts,
    pending=(PENDING, COURSES, REVIEWS, UNREAD),
    listed=(LISTED,),
    loads=LOADS,
    downtime=DOWNTIME,
    why_not_merge=why_not_merge,
    standards=(UK, REGISTRATION, REVIEWING, BOOK, ADVICE, BOUNDS, TABLETS, SIGNING),
    **offers(
        HISTORY.parts[0],
        *REGISTERS,
        history=HISTORY,
        marks=MARKS,
        mistakes=MISTAKES,
        pages={
            "prescribing.overview": "Prescribing",
            "prescribing.doses": "Doses",
            "prescribing.script": "Prescription",
        },
    ),
)
