"""Two versions of a plan side by side: which rows of them are one. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
Key = Callable[[T], Hashable]
Pair = tuple[T | None, T | None]
"""A row then and now; None where one of the versions has no such row."""


def pairs(old: Sequence[T], new: Sequence[T], same: Key[T], likely: Key[T] | None = None) -> list[Pair[T]]:
    """The rows of both: in the order of the new version, then those that only the old one has.

    Rows that agree in `same` are one. Of the others, two are one that alone, each in its version, agree in `likely`,
    as a goal that was said anew under its need.
    """
    theirs = _matched(old, new, same)
    if likely is not None:
        theirs |= _alone(
            [one for place, one in enumerate(old) if place not in theirs.values()],
            [place for place in range(len(new)) if place not in theirs],
            old,
            new,
            likely,
        )
    gone = [one for place, one in enumerate(old) if place not in theirs.values()]
    now: list[Pair[T]] = [
        (old[theirs[place]] if place in theirs else None, one) for place, one in enumerate(new)
    ]
    return now + [(one, None) for one in gone]


def _matched(old: Sequence[T], new: Sequence[T], same: Key[T]) -> dict[int, int]:
    """Place in the new version → place in the old; of several alike, the first goes with the first."""
    places: dict[Hashable, Iterator[int]] = {}
    for one in old:
        key = same(one)
        places.setdefault(key, iter([place for place, other in enumerate(old) if same(other) == key]))
    rows = ((place, next(places.get(same(one), iter(())), None)) for place, one in enumerate(new))
    return {place: there for place, there in rows if there is not None}


def _alone(
    left: Sequence[T], waiting: Sequence[int], old: Sequence[T], new: Sequence[T], likely: Key[T]
) -> dict[int, int]:
    then, now = Counter(map(likely, left)), Counter(likely(new[place]) for place in waiting)
    alone = {key for key in then if then[key] == now[key] == 1 and key is not None}
    there = {likely(one): place for place, one in enumerate(old) if one in left and likely(one) in alone}
    return {place: there[likely(new[place])] for place in waiting if likely(new[place]) in alone}
