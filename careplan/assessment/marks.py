"""What the overview misses of assessments."""

from collections.abc import Iterator, Sequence
from typing import Any

from careplan.assessment.labels import KINDS, unfinished
from careplan.assessment.rules.lacking import sheet
from careplan.ground.offers import Gap, Marks


def _gaps(shown: Sequence[Any], episode: Any, _on: object) -> Iterator[Gap]:
    """Triage and comprehensive assessment, open or not made; who was triaged needs no triage assessment."""
    for kind in ("triage", "comprehensive"):
        one = sheet(shown, kind)
        if one.open_id:
            yield unfinished(one, 20)
        elif one.last_completed_on is None and (kind == "comprehensive" or episode.triaged_on is None):
            yield Gap(f"No {KINDS[kind].lower()}", "Missing", "assessment.index", order=20)


MARKS = Marks((), gaps=_gaps)
