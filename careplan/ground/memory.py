"""Very many facts at once, and what is kept in memory from one request to the next."""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")


@contextmanager
def many_objects() -> Iterator[None]:
    """While facts of a whole country are built: frozen facts hold no rings, and to search them again and again
    takes a third of the time. Whatever rings others leave meanwhile is found afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Kept(Generic[T]):
    """At most so many values of this process, the one not used for longest dropped first.

    A value is used again while its state is the same: whatever changes what it was made of has to change the state.
    """

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._values: OrderedDict[Hashable, tuple[Hashable, T]] = OrderedDict()
        _ALL.add(self)

    def get(self, key: Hashable, state: Hashable, make: Callable[[], T]) -> T:
        """The value of a key as it was made in this state; made now where there is none."""
        with self._lock:
            before = self._values.get(key)
            if before is not None and before[0] == state:
                self._values.move_to_end(key)
                return before[1]
        value = make()
        with self._lock:
            self._values[key] = (state, value)
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def last(self, key: Hashable) -> T | None:
        """The value that is kept of a key, whatever its state is now."""
        with self._lock:
            before = self._values.get(key)
        return None if before is None else before[1]

    def clear(self) -> None:
        """Forget all values."""
        with self._lock:
            self._values.clear()


_ALL: WeakSet[Kept[Any]] = WeakSet()


def forget() -> None:
    """Forget whatever this process keeps: it came to another database."""
    for values in _ALL:
        values.clear()
