"""What assessments read of the client's medicines, and need not ask."""

from collections.abc import Iterable, Iterator
from datetime import date

from careplan.ground.marks import Known, Offered
from careplan.medicines.labels import medicine_words, source
from careplan.medicines.queries import current
from careplan.medicines.registers import TAKEN
from careplan.medicines.rules import Medicine, same

ITEM = "current_medication"


def _words(facts: Iterable[Medicine], _: date) -> Iterator[str]:
    yield from map(medicine_words, facts)


def _rows(facts: Iterable[Medicine], _: date) -> Iterator[Offered]:
    yield from (Offered(one.cells, source(one), same(one.name)) for one in facts)


KNOWN = (Known(ITEM, Medicine, current, _words, TAKEN.endpoint("listing"), _rows),)
