"""What stays off paper that a client may carry home."""

from careplan.checklists.queries import editions, items
from careplan.plans.queries.whole import Whole


def ask_alone_items(whole: Whole) -> frozenset[str]:
    """The items of this version's needs and goals that are only asked when nobody else is there."""
    named = {need.item for need in whole.needs} | {one.goal.need_item for one in whole.goals}
    private = {code for edition in editions() for code, item in items(edition).items() if item.ask_alone}
    return frozenset(item for item in named if item is not None and item in private)
