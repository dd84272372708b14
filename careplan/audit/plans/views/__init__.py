"""Views of the audit's plans."""

from careplan.audit.plans.views import plans
