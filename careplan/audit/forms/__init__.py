"""Forms of the audit room."""

from careplan.audit.forms.asking import AuditForm

__all__ = ["AuditForm"]
