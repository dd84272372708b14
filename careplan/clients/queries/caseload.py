"""The episodes that one page of the caseload shows, for what rooms read of them."""

from typing import Any

from sqlalchemy import Select, select

from careplan.clients.models import Episode
from careplan.ground.types import listed


def shown() -> tuple[Any, ...]:
    """Conditions on an episode: it is one of the page, in the services of the worker."""
    return listed(Episode.id, "episodes"), listed(Episode.service_id, "services")


def roots() -> Select[str]:
    """Their root ids."""
    return select(Episode.root_id).where(*shown())
