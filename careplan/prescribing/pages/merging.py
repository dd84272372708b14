"""Why two records cannot be joined, as far as prescribing knows."""

from datetime import date

from careplan.prescribing.codes import Drug
from careplan.prescribing.queries.beside import open_courses
from careplan.prescribing.queries.prescriptions import covered
from careplan.prescribing.rules.merging import two_courses, two_prescriptions


def why_not_merge(services: frozenset[str], client: str, other: str, on: date) -> list[str]:
    """In sentences; empty where nothing prescribed stands in the way."""
    courses = (open_courses(services, one, on) for one in (client, other))
    written = (
        two_prescriptions(drug, *(covered(services, one, drug) for one in (client, other))) for drug in Drug
    )
    return [*two_courses(*courses), *(words for texts in written for words in texts)]
