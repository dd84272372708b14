"""What the overview shows of medicines."""

from collections.abc import Iterable, Iterator
from typing import Any

from careplan.ground.offers import Marks, Row
from careplan.medicines.labels import medicine_words
from careplan.medicines.queries import current
from careplan.medicines.registers import TAKEN
from careplan.medicines.rules import Medicine


def _summary(shown: Iterable[Any]) -> Iterator[Row]:
    taken = [medicine_words(one) for one in shown if isinstance(one, Medicine)]
    yield "Medicines", "; ".join(taken), TAKEN.endpoint("listing")


MARKS = Marks((Medicine,), overview=lambda: [current()], summary=_summary)
