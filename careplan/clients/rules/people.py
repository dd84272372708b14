"""Postcodes, and who is under age. Pure."""

import re
from datetime import date

from careplan.clients.rules.births import Birth
from careplan.ground.dates import age_on

ADULT = 18
"""An adult service refuses nobody by age; under this age it is told so (record package §4.1)."""
OLDEST = 120
"""Nobody alive in the country is as old; an assumption of ours, and asked about, not refused."""

_POSTCODE = re.compile(r"(GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2})", re.ASCII)


def postcode(text: str) -> str | None:
    """A postcode as BS 7666 writes it, in capitals with one space; None when it is none. ZZ99 3VZ: no fixed abode."""
    compact = re.sub(r"\s", "", text).upper()
    written = f"{compact[:-3]} {compact[-3:]}"
    return written if _POSTCODE.fullmatch(written) else None


def over_age(born: Birth, on: date) -> bool:
    """Whether the person was born over 120 years before the day, where the birth is known for certain."""
    return born.earliest is not None and age_on(born.earliest, on) >= OLDEST


def under_age(born: Birth, on: date) -> bool:
    """Whether the person is under 18 on the day, as far as the birth is known."""
    age = born.age(on)
    return age is not None and age < ADULT
