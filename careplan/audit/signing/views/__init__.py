"""Views of the audit's signing."""

from careplan.audit.signing.views import signed, signing
