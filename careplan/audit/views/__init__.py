"""Pages of the audit room."""

from careplan.audit.views import files, honesty, pictures, plans, reports, signed, signing, worklist
from careplan.audit.views.room import bp

__all__ = ["bp", "files", "honesty", "pictures", "plans", "reports", "signed", "signing", "worklist"]
