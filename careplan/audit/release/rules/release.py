"""Whether the sizes of some sets fix the size of another: exact linear algebra over the pieces they cut.

The released sets cut the records into pieces. A reader who knows every piece by name, but not its size, knows one
equation for each released set. A set is safe when other whole, non-negative sizes fit all equations and give it
another count: then nobody can tell the two apart, whatever program they use.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import lcm

from careplan.audit.release.rules.cells import Key, Records, Table
from careplan.ground.small import LEAST, small

Row = dict[int, Fraction]
Change = Mapping[int, int]
PRIME = 2**61 - 1


def minus(row: Row, times: Fraction, other: Row) -> Row:
    """row − times · other, without zeros."""
    shares = dict(row)
    for column, value in other.items():
        left = shares.get(column, Fraction(0)) - times * value
        if left:
            shares[column] = left
        else:
            shares.pop(column, None)
    return shares


def reduced(rows: Iterable[Row]) -> dict[int, Row]:
    """The rows in reduced echelon form, by pivot column."""
    basis: dict[int, Row] = {}
    for given in rows:
        row = given
        for pivot in [column for column in row if column in basis]:
            row = minus(row, row[pivot], basis[pivot])
        if not row:
            continue
        pivot = min(row)
        row = {column: value / row[pivot] for column, value in row.items()}
        for other in [key for key, one in basis.items() if pivot in one]:
            basis[other] = minus(basis[other], basis[other][pivot], row)
        basis[pivot] = row
    return basis


def whole_numbers(change: Row) -> dict[int, int]:
    """The same direction in whole numbers."""
    times = lcm(*(value.denominator for value in change.values()))
    return {column: int(value * times) for column, value in change.items()}


@dataclass(frozen=True)
class Pieces:
    """The pieces that released sets cut, their sizes, and how sizes may change without changing a released count."""

    sets: tuple[Records, ...]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Record → its piece."""
        counts: dict[str, list[int]] = {}
        for number, records in enumerate(self.sets):
            for record in records:
                counts.setdefault(record, []).append(number)
        numbers: dict[tuple[int, ...], int] = {}
        return {record: numbers.setdefault(tuple(sets), len(numbers)) for record, sets in counts.items()}

    @cached_property
    def sizes(self) -> Mapping[int, int]:
        """Piece → how many records."""
        return Counter(self.place.values())

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Changes of sizes that leave every released count as it is, and no size below nothing."""
        rows = [
            dict.fromkeys({self.place[record] for record in one}, Fraction(1)) for one in self.sets if one
        ]
        basis = reduced(rows)
        free = [piece for piece in self.sizes if piece not in basis]
        lines: dict[int, Row] = {piece: {piece: Fraction(1)} for piece in free}
        for pivot, row in basis.items():
            for piece, value in row.items():
                if piece != pivot:
                    lines[piece][pivot] = -value
        return tuple(change for change in map(whole_numbers, lines.values()) if self._possible(change))

    def _possible(self, change: Change) -> bool:
        return any(
            all(self.sizes[piece] + sign * by >= 0 for piece, by in change.items()) for sign in (1, -1)
        )

    def fixed(self) -> Records:
        """One to four records whose number the released counts fix, none where there are no such ones."""
        weights = [pow(7, 2 * number + 1, PRIME) for number in range(len(self.changes))]
        marks = {piece: 0 for piece, size in self.sizes.items() if size < LEAST}
        for change, weight in zip(self.changes, weights, strict=True):
            for piece, by in change.items():
                if piece in marks:
                    marks[piece] = (marks[piece] + by * weight) % PRIME
        for group in unmoved(marks, self.sizes):
            records = frozenset(record for record, piece in self.place.items() if piece in group)
            if not self.safe(records):
                return records
        return frozenset()

    def safe(self, cell: Records) -> bool:
        """Whether the count of the cell could be another one, for all that was released."""
        counts = Counter(self.place[record] for record in cell if record in self.place)
        if counts.total() < len(cell) or any(count < self.sizes[piece] for piece, count in counts.items()):
            return True  # outside everything released, or beside records that look the same
        return any(sum(by for piece, by in change.items() if piece in counts) for change in self.changes)


def unmoved(marks: Mapping[int, int], sizes: Mapping[int, int]) -> Iterator[frozenset[int]]:
    """Groups of pieces with together one to four records whose marks cancel out: none that does is left out."""
    yield from (frozenset({piece}) for piece, mark in marks.items() if not mark)
    sums: dict[int, list[tuple[int, int]]] = {}
    for one, two in combinations(marks, 2):
        if sizes[one] + sizes[two] < LEAST:
            mark = (marks[one] + marks[two]) % PRIME
            sums.setdefault(mark, []).append((one, two))
    yield from (frozenset(pair) for pair in sums.get(0, ()))
    for piece, mark in marks.items():
        for pair in sums.get(-mark % PRIME, ()):
            yield from _together(sizes, piece, *pair)
    for mark, pairs in sums.items():
        for pair in pairs:
            for other in sums.get(-mark % PRIME, ()):
                yield from _together(sizes, *pair, *other)


def _together(sizes: Mapping[int, int], *group: int) -> Iterator[frozenset[int]]:
    if len(set(group)) == len(group) and sum(sizes[piece] for piece in group) < LEAST:
        yield frozenset(group)


def hide_nested(tables: Sequence[Table]) -> list[Table]:
    """What is left when of every two that give a small difference one is gone; who gives most away goes first."""
    pairs = [(one.key, two.key) for one, two in combinations(tables, 2) if one.gives_away(two)]
    gone = set()
    while pairs:
        counted = Counter(key for pair in pairs for key in pair)
        worst = max(sorted(counted), key=lambda key: counted[key])
        gone.add(worst)
        pairs = [pair for pair in pairs if worst not in pair]
    return [table for table in tables if table.key not in gone]


def pieces(tables: Iterable[Table]) -> Pieces:
    """The pieces cut by all that these release."""
    return Pieces(tuple(dict.fromkeys(one for table in tables for one in table.released)))


def groups(tables: Iterable[Table]) -> list[list[Table]]:
    """The tables sorted into groups that have no record in common."""
    pairs: list[tuple[set[str], list[Table]]] = []
    for table in tables:
        near = [group for group in pairs if not group[0].isdisjoint(table.whole)]
        rest = [group for group in pairs if group not in near]
        merged = (set(table.whole).union(*(g[0] for g in near)), [*(t for g in near for t in g[1]), table])
        pairs = [*rest, merged]
    return [tables for _, tables in pairs]


def worst_of(few: Records, group: Sequence[Table], shown: Sequence[Table]) -> Table | None:
    """The smallest figure without which the few are safe; without such a one the smallest of the group."""
    order = sorted((one for one in shown if one in group), key=lambda one: (len(one.whole), one.key))
    for table in order:
        if pieces(one for one in group if one != table).safe(few):
            return table
    return order[0] if order else None


def hide_solvable(shown: Sequence[Table], fixed: Sequence[Table] = ()) -> list[Table]:
    """What is left when the rest fixes the number of no one to four records, whichever they are.

    `fixed` are released whatever happens here; what says no more than these may always stay.
    """
    told = {one for table in fixed for one in table.released}
    free = [table for table in shown if told.issuperset(table.released)]
    left = [table for table in shown if table not in free]
    waiting = groups([*left, *fixed])
    while waiting:
        group = waiting.pop()
        few = pieces(group).fixed()
        worst = worst_of(few, group, left) if few else None
        if worst is not None:
            left.remove(worst)
            waiting += groups(one for one in group if one != worst)
    return [*free, *left]


def released(tables: Sequence[Table]) -> list[Table]:
    """The figures of one census that may be shown together: all services of a partnership and the partnership."""
    return _above(tables, ())


def changed_little(now: Table, before: Table) -> bool:
    """Whether the records of a figure are nearly the same as before, so that the difference tells of a few."""
    pairs = zip(now.released, before.released, strict=False)
    return any(small(len(one ^ two)) for one, two in pairs)


def hardly_changed(shown: Sequence[Table], past: Sequence[Table]) -> bool:
    """Whether one of the figures has nearly the records of the past, so that a look further back is needed."""
    before = {table.key: table for table in past}
    return any(
        all(len(one ^ two) < LEAST for one, two in zip(now.released, before[now.key].released, strict=False))
        for now in shown
        if now.whole and now.key in before
    )


def after(shown: Sequence[Table], before: Sequence[Table], beside: Sequence[Table] = ()) -> list[Table]:
    """What may be shown after a census at which `before` was; `beside` are released whatever happens here."""
    same = {table.key: table for table in before}
    kept = [one for one in shown if one.key not in same or not changed_little(one, same[one.key])]
    return hide_solvable(kept, (*before, *beside))


Both = tuple[Sequence[Table], Sequence[Table]]
"""The figures of a unit, and of a partnership those of its services."""


def released_after(now: Both, *earlier: Both, older: Iterable[Both] = ()) -> frozenset[Key]:
    """The keys of a unit that may be shown at a census, whatever a reader kept of the earlier ones.

    A partnership's are shown beside those of its services and give way: what a service shows is decided without it.
    `older` are those before, the newest first: they are looked at while a figure has hardly changed since.
    """
    tables, parts = now
    beneath = released(parts)
    shown = _above(tables, beneath)

    def after_past(past: Sequence[Table], past_parts: Sequence[Table]) -> list[Table]:
        before = released(past_parts)
        return after(shown, _above(past, before), (*beneath, *before))

    for past in earlier:
        shown = after_past(*past)
    for past in older:
        if not hardly_changed(shown, past[0]):
            break
        shown = after_past(*past)
    return frozenset(table.key for table in shown)


def _above(tables: Sequence[Table], beneath: Sequence[Table]) -> list[Table]:
    return hide_solvable(hide_nested([table for table in tables if not table.is_small]), tuple(beneath))
