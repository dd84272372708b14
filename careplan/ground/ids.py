"""Time-ordered identifiers, safe in a URL and in the record package (`[A-Za-z0-9._-]{1,64}`)."""

import secrets
import time


def new_id() -> str:
    """A fresh id in the layout of UUID version 7: 48 bits of milliseconds, then chance; text order is time order."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << 80) | (0x7 << 76) | (secrets.randbits(12) << 64)
    number |= (0b10 << 62) | secrets.randbits(62)
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
