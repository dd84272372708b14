"""The rooms of the house, one line each. Only `create_app`, the command, the migrations and tests read this list."""

from careplan.assessment.room import ROOM as assessment
from careplan.audit.room import ROOM as audit
from careplan.clients.room import ROOM as clients
from careplan.contacts.room import ROOM as contacts
from careplan.demo.room import ROOM as demo
from careplan.governance.room import ROOM as governance
from careplan.harm_reduction.room import ROOM as harm_reduction
from careplan.letters.room import ROOM as letters
from careplan.medicines.room import ROOM as medicines
from careplan.moves.room import ROOM as moves
from careplan.outcomes.room import ROOM as outcomes
from careplan.package.room import ROOM as package
from careplan.people.room import ROOM as people
from careplan.plans.room import ROOM as plans
from careplan.prescribing.room import ROOM as prescribing
from careplan.record.room import ROOM as record
from careplan.risk.room import ROOM as risk
from careplan.staff.room import ROOM as staff
from careplan.survey.room import ROOM as survey
from careplan.team.room import ROOM as team
from careplan.today.room import ROOM as today
from careplan.trail.room import ROOM as trail
from careplan.waits.room import ROOM as waits

FLOORS = {
    9: (today, demo, moves),
    8: (record, contacts, letters, audit, package),
    7: (plans,),
    6: (risk, prescribing),
    5: (assessment, outcomes, harm_reduction, medicines, people, waits, governance, team, survey),
    4: (clients,),
    3: (staff,),
    2: (trail,),
}
"""The rooms of each floor: a room imports only from floors below its own (`tests/test_house.py`)."""
ROOMS = tuple(room for floor in FLOORS.values() for room in floor)
