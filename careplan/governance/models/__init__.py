"""Tables of the governance room."""

from careplan.governance.models.returns import Evidence, Return
from careplan.governance.registers import ClinicalAudit, Incident, Post, ServicePolicy
