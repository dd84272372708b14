"""Knows every room's tables, so that metadata is whole wherever it is compared or created."""

import careplan.assessment.models
import careplan.audit.models
import careplan.clients.models
import careplan.governance.models
import careplan.harm_reduction.models
import careplan.outcomes.models
import careplan.package.models
import careplan.plans.models
import careplan.prescribing.models
import careplan.risk.models
import careplan.staff.models
import careplan.trail.models

__all__ = ["careplan"]
