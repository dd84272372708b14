"""Addresses of a plan's pages."""

from dataclasses import dataclass
from typing import Any

from flask import url_for


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that carry the episode and, where there is one, the plan."""

    episode_id: str
    plan_id: str | None = None

    def to(self, endpoint: str, **values: Any) -> str:
        """The address of a page of this plan."""
        if self.plan_id is not None:
            values = {"plan_id": self.plan_id, **values}
        return url_for(endpoint, episode_id=self.episode_id, **values)

    @property
    def plan(self) -> str:
        """The page of the version itself."""
        return self.to("plans.version")

    @property
    def overview(self) -> str:
        """The record's care plan page."""
        return url_for("plans.overview", episode_id=self.episode_id)
