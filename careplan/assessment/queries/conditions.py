"""What the record knows that a checklist's conditions may ask for."""

from collections.abc import Sequence
from datetime import date

from careplan.assessment.queries.sheets import Sheet
from careplan.assessment.rules.facts import facts
from careplan.checklists.codes import Fact, Presence
from careplan.checklists.rules.bank import Item
from careplan.clients.models import Episode
from careplan.clients.queries.facts import interventions
from careplan.ground import gathering
from careplan.ground.scope import scope


def facts_on(
    services: frozenset[str], episode: Episode, sheet: Sheet, on: date, items: Sequence[Item] | None = None
) -> frozenset[Fact]:
    """What the record knows on the day, or knew when the assessment was completed.

    The database is asked only when a condition of the items (usually all of the checklist) names a fact.
    """
    listed = sheet.bank.lists[sheet.kind] if items is None else items
    wanted_items = (item for item in listed if item.presence.get(sheet.kind) is Presence.IF)
    if {condition.fact for item in wanted_items for condition in item.conditions} <= {None}:
        return frozenset()
    courses = gathering.checklist_facts(services, episode.root_id)
    offered = interventions(scope(services), [episode.root_id])[episode.root_id]
    return facts(sheet.assessment.completed_on or on, offered, courses)
