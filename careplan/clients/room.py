"""What this room offers (docs/architecture.md)."""

from careplan.clients import models
from careplan.clients.codes import FIND_CLIENTS, PERMISSIONS
from careplan.clients.demo import CHAPTER
from careplan.clients.history import HISTORY
from careplan.clients.marks import MARKS
from careplan.clients.pages.mistakes import MISTAKES
from careplan.clients.pages.treatment import waits
from careplan.clients.queries.handing import LOADS
from careplan.clients.queries.today import HANDING, PENDING
from careplan.clients.registers.offers import offers
from careplan.clients.registers.outside import OUTSIDE_REFERRALS
from careplan.clients.rules.aftercare import AFTERCARE
from careplan.clients.rules.afterwards import AFTERWARDS
from careplan.clients.rules.merging import MERGING
from careplan.clients.rules.national import NATIONAL_EXITS
from careplan.clients.rules.people import PEOPLE
from careplan.clients.rules.waits import WAITS
from careplan.clients.views import bp
from careplan.ground.offers import Part, Place, Room

PART = Part("treatment", "Referral and treatment", 10)
ROOM = Room(
    name="clients",
    demo=CHAPTER,
    permissions=PERMISSIONS,
    title="Record",
    blueprint=bp,
    models=models,
    clocks=lambda _, episode, on: waits(episode, on),
    places=(Place("Find a client", "clients.search", FIND_CLIENTS, 30),),
    pending=(PENDING, HANDING),
    loads=LOADS,
    standards=(AFTERCARE, AFTERWARDS, MERGING, NATIONAL_EXITS, PEOPLE, WAITS),
    **offers(
        PART,
        OUTSIDE_REFERRALS,
        history=HISTORY,
        marks=MARKS,
        mistakes=MISTAKES,
        pages={
            "clients.treatment": "Treatment",
            "clients.edit": "Details of the client",
            "clients.referral": "Referral",
            "clients.task": "Task",
            "clients.joinings": "Joined records",
        },
    ),
)
