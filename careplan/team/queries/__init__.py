"""What the team's pages read: who is away, who is on duty, who walked in, and what waits."""

from careplan.team.queries.team import (
    OnDuty,
    away,
    away_between,
    covered_by,
    listed,
    loads,
    on_duty,
    refused,
    standing_in,
    supervised,
    waiting,
)
from careplan.team.queries.walk_ins import Walked, became, replaced, waits_here, walk_in, walked_in

__all__ = [
    "OnDuty",
    "Walked",
    "away",
    "away_between",
    "became",
    "covered_by",
    "listed",
    "loads",
    "on_duty",
    "refused",
    "replaced",
    "standing_in",
    "supervised",
    "waiting",
    "waits_here",
    "walk_in",
    "walked_in",
]
