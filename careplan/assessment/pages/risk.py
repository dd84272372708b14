"""What completing a risk assessment asks for besides its questions."""

from careplan.risk.codes import DOMAINS, LEVELS
from careplan.risk.queries import Picture
from careplan.risk.rules import Suggestions, because, under, without_action, without_level


def grave(picture: Picture, suggest: Suggestions) -> dict[str, list[str]]:
    """Domains without a level, under what the answers suggest, and at grave risk without an action, in words."""
    levels = picture.bare_levels
    unplanned = without_action(levels, [action.planned for action in picture.actions])
    return {
        "unset": [DOMAINS[domain] for domain in without_level(levels)],
        "under": [
            f"{DOMAINS[domain]} is set to {LEVELS[levels[domain]].lower()}. {because(suggest[domain])}."
            for domain in under(levels, suggest)
        ],
        "unplanned": [DOMAINS[domain] for domain in unplanned],
    }
