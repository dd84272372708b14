"""Who may own an action of an action plan."""

from datetime import date
from typing import Any

from careplan.clients.queries.people import keyworkers

WHO = "Select who owns the action, or enter a name"
TWO = "Select a worker or enter a name, not both"


def owners(service_id: str, on: date) -> dict[str, str]:
    """Names of those who may own an action, by worker id."""
    return {id_: name for id_, name, _ in keyworkers([service_id], on)}


def owner_missing(owner: Any, owner_name: Any) -> bool:
    """Whether the owner is missing or named twice; the sentence stands at the field."""
    if not owner.data and not owner_name.data:
        owner.errors = [WHO]
    elif owner.data and owner_name.data:
        owner_name.errors = [TWO]
    return bool(owner.errors or owner_name.errors)
