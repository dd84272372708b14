"""Time-ordered identifiers, safe in a URL and in the record package (`[A-Za-z0-9._-]{1,64}`)."""

import secrets
import time
from threading import Lock

PARTS = 4096
"""A millisecond has so many parts in an identifier."""
BACK = 1000 * PARTS
"""A clock that goes back further than a second is followed; below that, ids go on rising."""

_lock = Lock()
_last = 0


def _rising() -> int:
    """Milliseconds and 4096ths of one since 1970, each greater than the one before in this process."""
    global _last
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    moment = milliseconds * PARTS + rest * PARTS // 1_000_000
    with _lock:
        _last = max(moment, _last + 1) if moment > _last - BACK else moment
        return _last


def new_id() -> str:
    """A fresh id in the layout of UUID version 7 (RFC 9562 §6.2, method 3); text order is the order of making.

    48 bits of milliseconds, 12 of their parts, then chance: rows that one process writes sort as they were written.
    """
    milliseconds, part = divmod(_rising(), PARTS)
    number = (milliseconds << 80) | (0x7 << 76) | (part << 64) | (0b10 << 62) | secrets.randbits(62)
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
