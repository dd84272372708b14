"""An attacker with a solver: knows every set of records by its structure, and the count of each released one."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from careplan.audit.release.rules.cells import Records, Table
from careplan.ground.small import small


def bounds(cell: Records, released: Sequence[Records], every: Iterable[Records]) -> tuple[int, int]:
    """The least and the greatest count that a cell can have, over all whole numbers that fit what was released."""
    sets = list(dict.fromkeys([*every, *released, cell]))
    signature: dict[str, tuple[int, ...]] = {}
    for number, records in enumerate(sets):
        for record in records:
            signature[record] = (*signature.get(record, ()), number)
    sizes = Counter(signature.values())
    pieces = sorted(sizes)
    if not pieces:
        return 0, 0
    known = [[float(sets.index(one) in piece) for piece in pieces] for one in released]
    counts = [float(len(one)) for one in released]
    aim = np.array([float(sets.index(cell) in piece) for piece in pieces])
    limits = LinearConstraint(np.array(known), counts, counts) if known else ()
    most = float(sum(sizes.values()) + 10)
    ends = []
    for sign in (1, -1):
        found = milp(sign * aim, constraints=limits, integrality=np.ones(len(pieces)), bounds=Bounds(0, most))
        assert found.success
        ends.append(round(float(aim @ found.x)))
    return ends[0], ends[1]


def small_cells(table: Table) -> list[Records]:
    """Numerator, complement, denominator and each reason for leaving out, where they are small."""
    parts = () if table.part is None else (table.part, table.whole - table.part)
    return [cell for cell in (table.whole, *parts, *table.outside) if small(len(cell))]


def recovered(tables: Sequence[Table], shown: Sequence[Table]) -> list[Records]:
    """The small cells whose count the attacker knows for certain."""
    released = list(dict.fromkeys(one for table in shown for one in table.released))
    every = [one for table in tables for one in (*table.released, *table.outside)]
    cells = {cell for table in tables for cell in small_cells(table)}
    ends = {cell: bounds(cell, released, every) for cell in cells}
    return [cell for cell, (least, greatest) in ends.items() if least == greatest]
