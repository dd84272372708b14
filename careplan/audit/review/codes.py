"""What the doors of the audit ask for."""

from careplan.ground.permissions import Permission
from careplan.staff.codes import Role

LEADS = (Role.MANAGER, Role.CLINICAL_LEAD)
READ_AUDIT = Permission("read_audit", LEADS, reading=True)
READ_AUDIT_FIGURES = Permission(
    "read_audit_figures", (*LEADS, Role.AUDITOR), "reads the clinical audit", reading=True
)
SIGN_AUDIT = Permission("sign_audit", LEADS, "signs audits", reading=True, written=True)
PERMISSIONS = (READ_AUDIT, READ_AUDIT_FIGURES, SIGN_AUDIT)
