"""Completeness items that readers outside the service do not see, at a census and beside the quarter ends before it."""

from collections.abc import Sequence

from careplan.audit.release.rules.items import hidden_items
from careplan.audit.release.rules.quarters import earlier
from careplan.audit.review.measures.completeness import item_sets
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Service
from careplan.checklists.codes import Kind


def items_to_hide(services: Sequence[Service], kind: Kind, census: Census) -> frozenset[str]:
    """The hidden items of a kind. The facts need the answers of the period that `reaching_back` gives."""
    now, *past = (item_sets(services, kind, one) for one in (census, *earlier(census)))
    return hidden_items(now, *past)
