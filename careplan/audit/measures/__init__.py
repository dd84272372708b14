"""The measures by id: each a pure function from record to verdict; and the report made of them."""

from collections.abc import Sequence

from careplan.audit.measures import c02, c03, c04, c11
from careplan.audit.measures.care_plan import INDICATORS
from careplan.audit.measures.completeness import completeness
from careplan.audit.rules.engine import Report, Request, report
from careplan.audit.rules.facts import Service
from careplan.audit.rules.measure import Measures

MEASURES: Measures = {**c02.MEASURES, **c03.MEASURES, **c04.MEASURES, **c11.MEASURES}


def audit(request: Request, services: Sequence[Service]) -> Report:
    """The report over a unit's services, by the measures of this room."""
    return report(request, services, MEASURES, INDICATORS, completeness(services, request.census))
