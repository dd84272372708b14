"""Tables of the audit room."""

from careplan.audit.plans.models import ActionLine
from careplan.audit.review.models import Midpoint
from careplan.audit.signing.models import Finding, SignedAudit, SignedFigure, SignedRecord

__all__ = ["ActionLine", "Finding", "Midpoint", "SignedAudit", "SignedFigure", "SignedRecord"]
