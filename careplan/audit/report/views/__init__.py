"""Views of the audit's report."""

from careplan.audit.report.views import files, honesty, pictures, reports, worklist
