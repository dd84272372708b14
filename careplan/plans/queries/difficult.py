"""What the client says of difficult times in the plan that holds: words for other copies of theirs."""

from collections.abc import Iterator
from datetime import date

from careplan.clients.models import Episode
from careplan.plans.queries.versions import counted, versions
from careplan.plans.rules.versions import active


def own_words(services: frozenset[str], episode: Episode, on: date) -> Iterator[tuple[str, str]]:
    """What to do when things get difficult, and how others can help; nothing without an agreed plan. Two statements."""
    listed = versions(services, episode)
    holds = active(counted(services, listed), on)
    plan = next((one for one in listed if holds and one.id == holds.id), None)
    if plan is not None:
        for label, words in (
            ("What I do when things get difficult", plan.contingency),
            ("How others can help me", plan.how_to_help),
        ):
            if words:
                yield label, words
