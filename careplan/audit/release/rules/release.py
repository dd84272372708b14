"""Which figures are released together, so that no small cell comes back from any of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from careplan.audit.release.rules.cells import LEAST, Key, Records, Table, small
from careplan.audit.release.rules.solving import Pieces


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
    return hide_solvable(hide_nested([table for table in tables if not table.is_small]))


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


def released_after(
    tables: Sequence[Table], *earlier: Sequence[Table], older: Iterable[Sequence[Table]] = ()
) -> frozenset[Key]:
    """The keys that may be shown at a census, whatever a reader kept of the earlier ones.

    `older` are those before, the newest first: they are looked at while a figure has hardly changed since.
    """
    shown = released(tables)
    for past in earlier:
        shown = after(shown, released(past))
    for past in older:
        if not hardly_changed(shown, past):
            break
        shown = after(shown, released(past))
    return frozenset(table.key for table in shown)


Both = tuple[Sequence[Table], Sequence[Table]]
"""The figures of a partnership, and those of its services."""


def released_above(
    tables: Sequence[Table], parts: Sequence[Table], *earlier: Both, older: Iterable[Both] = ()
) -> frozenset[Key]:
    """The keys of a partnership that may be shown beside the figures of its services (`parts`), now and earlier.

    The partnership gives way: what a service shows is decided without it.
    """
    beneath = released(parts)
    shown = _above(tables, beneath)
    for past, past_parts in earlier:
        before = released(past_parts)
        shown = after(shown, _above(past, before), (*beneath, *before))
    for past, past_parts in older:
        if not hardly_changed(shown, past):
            break
        before = released(past_parts)
        shown = after(shown, _above(past, before), (*beneath, *before))
    return frozenset(table.key for table in shown)


def _above(tables: Sequence[Table], beneath: Sequence[Table]) -> list[Table]:
    return hide_solvable(hide_nested([table for table in tables if not table.is_small]), tuple(beneath))
