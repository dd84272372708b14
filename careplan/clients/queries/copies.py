"""What every copy for the client says: whose it is, whom to ring; large print, and what is left off at home."""

from collections.abc import Mapping
from dataclasses import dataclass

from careplan.clients.models import Episode
from careplan.clients.queries.people import worker_names
from careplan.staff.models import Service
from careplan.staff.queries import service_of


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """A copy in plain words. `safe`: the client says that what is only spoken about alone may stand on it."""

    service: Service
    keyworker: str
    large: bool
    safe: bool

    def asked(self, **changed: bool) -> dict[str, int]:
        """What the address of this copy asks for, with large print or what is private put on or left off."""
        return {name: 1 for name, on in ({"large": self.large, "private": self.safe} | changed).items() if on}


def own_copy(services: frozenset[str], episode: Episode, asked: Mapping[str, str]) -> OwnCopy:
    """As its address asks for it, for an episode of these services."""
    service = service_of(services, episode.service_id)
    assert service is not None  # the episode was found in one of them
    names = worker_names({episode.keyworker_id}) if episode.keyworker_id else {}
    large, safe = (asked.get(name) == "1" for name in ("large", "private"))
    return OwnCopy(service, names.get(episode.keyworker_id or "", ""), large, safe)
