"""The national distributions of the joint review, read from data: what a service's bands are drawn beside."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STANDARD = Path(__file__).parent.parent / "standards" / "national-2005-06.toml"
BANDS = ("weak", "fair", "good", "excellent")


@dataclass(frozen=True, slots=True)
class Published:
    """Partnerships by overall rating, of how many, and where it stands in the publication."""

    publication: str
    overall: Mapping[str, int]
    of: int
    overall_where: str
    note: str
    criteria_where: str


@cache
def published() -> Published:
    """The distributions, read once."""
    data = tomllib.loads(STANDARD.read_text("utf-8"))
    overall = data["overall"]
    return Published(
        publication=data["publication"],
        overall={band: overall[band] for band in BANDS},
        of=overall["of"],
        overall_where=overall["where"],
        note=overall["note"],
        criteria_where=data["criteria"]["where"],
    )
