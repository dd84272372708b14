"""What the doors of the audit ask for."""

from careplan.ground.permissions import Permission
from careplan.staff.codes import LEADING, Role

READ_AUDIT = Permission("read_audit", LEADING, reading=True)
READ_AUDIT_FIGURES = Permission(
    "read_audit_figures", (*LEADING, Role.AUDITOR), "reads the clinical audit", reading=True
)
SIGN_AUDIT = Permission("sign_audit", LEADING, "signs audits", reading=True, written=True)
PERMISSIONS = (READ_AUDIT, READ_AUDIT_FIGURES, SIGN_AUDIT)
