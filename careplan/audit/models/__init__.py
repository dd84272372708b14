"""Tables of the audit room."""

from careplan.audit.models.plans import ActionLine
from careplan.audit.models.settings import Midpoint
from careplan.audit.models.signed import Finding, SignedAudit, SignedFigure, SignedRecord

__all__ = ["ActionLine", "Finding", "Midpoint", "SignedAudit", "SignedFigure", "SignedRecord"]
