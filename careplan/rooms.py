"""The rooms of the house, one line each. Only `create_app`, the command and the migrations read this list."""

from careplan.assessment.room import ROOM as assessment
from careplan.audit.room import ROOM as audit
from careplan.clients.room import ROOM as clients
from careplan.governance.room import ROOM as governance
from careplan.plans.room import ROOM as plans
from careplan.prescribing.room import ROOM as prescribing
from careplan.record.room import ROOM as record
from careplan.risk.room import ROOM as risk
from careplan.staff.room import ROOM as staff
from careplan.today.room import ROOM as today

ROOMS = (
    today,
    record,
    staff,
    clients,
    assessment,
    risk,
    prescribing,
    plans,
    governance,
    audit,
)
