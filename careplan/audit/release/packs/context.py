"""What a figure needs besides its own records: which services, mid-points, what applies, and what others are like."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from careplan.audit.release.packs.evidence import CODE, Names
from careplan.audit.review.measures import measures_by
from careplan.audit.review.rules.engine import Request
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.measure import always
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.outliers import Peers, stand_ins

MOST = 100_000
RATE = re.compile(r"-?[0-9]{1,60}(/[1-9][0-9]{0,59})?", re.ASCII)
"""A fraction; a quartile between two rates is one with the digits of both."""


def rates(shares: Mapping[str, Sequence[Fraction]], numbers: Numbers) -> dict[str, list[str]]:
    """What other units are like by measure: how many, and their quartiles, never the value of each."""
    return {
        key: [str(value) for value in stand_ins(values, numbers)] for key, values in sorted(shares.items())
    }


def context(
    request: Request,
    services: Sequence[Service],
    partnership: Partnership | None,
    peers: Peers,
    names: Names,
) -> dict[str, Any]:
    """The context of a report, ready for JSON."""
    measures = measures_by(request.ruleset.numbers)
    used = {rule.measure for _, rule in request.ruleset.measures()}
    applies = {
        name: sorted(names.of(one.id) for one in services if measures[name].applies((one,), request.census))
        for name in sorted(used)
        if measures[name].applies is not always
    }
    kinds = [
        {"service": names.of(one.id), "prescribing": one.prescribing, "structured": one.structured}
        for one in services
    ]
    return {
        "services": sorted(kinds, key=lambda one: str(one["service"])),
        "partnership": None if partnership is None else names.of(partnership.id),
        "midpoints": {key: str(value) for key, value in sorted(request.midpoints.items())},
        "applies": applies,
        "peers": {
            "services": rates(peers.services, request.ruleset.numbers),
            "partnerships": rates(peers.partnerships, request.ruleset.numbers),
        },
    }


def exact(text: Any) -> Fraction:
    """A number as the pack writes it; ValueError for anything else."""
    if not isinstance(text, str) or not RATE.fullmatch(text):
        raise ValueError("a number is not written as in a pack")
    return Fraction(text)


def numbers(data: Mapping[str, Any]) -> dict[str, tuple[Fraction, ...]]:
    """The values of other units; ValueError where they cannot be read."""
    return {key: tuple(exact(one) for one in values[:MOST]) for key, values in data.items()}


def service(data: Mapping[str, Any]) -> Service:
    """A service of which nothing is known but what feeds it; ValueError where that cannot be read."""
    id_, kinds = data["service"], (data["prescribing"], data["structured"])
    if not isinstance(id_, str) or not CODE.fullmatch(id_) or not all(isinstance(one, bool) for one in kinds):
        raise ValueError("a service is not written as in a pack")
    return Service(id_, id_, "", *kinds, None, None)
