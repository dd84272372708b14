"""What completing a risk assessment asks for besides its questions."""

from careplan.risk.codes import DOMAINS
from careplan.risk.queries import Picture
from careplan.risk.rules import without_action, without_level


def grave(picture: Picture) -> dict[str, list[str]]:
    """The domains without a level, and those at high or immediate risk without an action, in words."""
    unplanned = without_action(picture.bare_levels, [action.planned for action in picture.actions])
    return {
        "unset": [DOMAINS[domain] for domain in without_level(picture.bare_levels)],
        "unplanned": [DOMAINS[domain] for domain in unplanned],
    }
