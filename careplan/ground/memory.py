"""Building very many facts at once without the interpreter's search for rings among them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
