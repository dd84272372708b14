"""Which rows of each file belong to an export, and the profiles of this installation."""

from dataclasses import dataclass
from functools import cache, cached_property, reduce

from flask import has_app_context
from sqlalchemy import ColumnElement, Select, Table, false, or_, select

from careplan.ground.db import Base
from careplan.ground.gathering import rooms
from careplan.ground.offers import Room
from careplan.package.rules import profile
from careplan.package.rules.profile import File, Profile, profile_1, with_files, with_room


def profile_2() -> Profile:
    """Profile 2 with what the rooms of the application declare, if one is there."""
    return declared(rooms() if has_app_context() else ())


@cache
def declared(rooms: tuple[Room, ...]) -> Profile:
    """Profile 2 with what these rooms declare."""
    whole = profile.profile_2()
    registers = {one.name: one.file() for room in rooms for one in room.registers}
    whole = with_files(whole, {name: file for name, file in registers.items() if name not in whole.files})
    return reduce(with_room, (room.package for room in reversed(rooms) if room.package), whole)


def profiles() -> dict[str, Profile]:
    """The profiles that an import takes, by what `careplan:package` says."""
    return {one.package: one for one in (profile_1(), profile_2())}


ORGANISATION = {"services": "service_id", "providers": "provider_id", "partnerships": "partnership_id"}


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


@dataclass(frozen=True)
class Scope:
    """Conditions by file; None means every row. A client's export holds the record and whom it names.

    `trimmed`: the profile cannot tell everything that is there, and leaves the rest out. `removals`: there are rows
    that were struck out because they belong to another client; they leave no export.
    """

    profile: Profile
    service_id: str | None = None
    client_id: str | None = None
    trimmed: bool = False
    removals: bool = False

    @property
    def drops(self) -> bool:
        """Whether rows of the scope are left out."""
        return self.trimmed or self.removals

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.service_id is None and self.client_id is None

    def rows(self, file: File) -> ColumnElement[bool] | None:
        """The condition on the file's table."""
        if self.whole:
            return None
        if file.name == "episodes":
            return self._episodes
        if file.name in ORGANISATION:
            return self._organisation(file.name)
        if file.name == "workers":
            return self._workers
        if file.name == "clients":
            return self._clients
        if file.name == "incidents":
            return self._incidents
        if file.name == "packets" and self.client_id is not None:
            return _table("packets").c.episode_id.in_(self.ids("episodes"))
        if file.above:
            return self._below(file)
        # A partnership's returns are its own: an export of one service leaves them out.
        return self._named(file) if self.client_id is not None else self._at_service(file)

    def _named(self, file: File) -> ColumnElement[bool]:
        """Of what is a service's own, the chains that a row of the client names: the groups it was in."""
        table = _table(file.name)
        below = (one for one in self.profile.listed if one.above)
        named = [
            table.c.id.in_(select(_table(one.name).c[ref.field]).where(self._below(one)))
            for one in below
            for ref in one.refs
            if ref.file == file.name and ref.field != one.above
        ]
        if not named:
            return false()
        return table.c.root_id.in_(select(table.c.root_id).where(or_(*named)))

    def _below(self, file: File) -> ColumnElement[bool]:
        parent = self.profile.files[file.parent or ""]
        return _table(file.name).c[file.above or ""].in_(self._ids(parent))

    def ids(self, name: str) -> Select[tuple[str]]:
        """The ids of a file in the export."""
        return self._ids(self.profile.files[name])

    def _ids(self, file: File) -> Select[tuple[str]]:
        chosen = select(_table(file.name).c.id)
        condition = self.rows(file)
        return chosen if condition is None else chosen.where(condition)

    @cached_property
    def _episodes(self) -> ColumnElement[bool]:
        episodes = _table("episodes")
        chosen = select(episodes.c.root_id)
        if self.service_id is not None:
            chosen = chosen.where(episodes.c.service_id == self.service_id)
        if self.client_id is not None:
            chosen = chosen.where(episodes.c.client_id.in_(self._same_client))
        return episodes.c.root_id.in_(chosen)

    def _at_service(self, file: File) -> ColumnElement[bool]:
        """Rows of the service; with whole chains of corrections where rows have ids to be corrected by."""
        table = _table(file.name)
        if not file.chained:
            return table.c.service_id == self.service_id
        return table.c.root_id.in_(select(table.c.root_id).where(table.c.service_id == self.service_id))

    @cached_property
    def _incidents(self) -> ColumnElement[bool]:
        incidents = _table("incidents")
        chosen = select(incidents.c.root_id)
        if self.service_id is not None:
            chosen = chosen.where(incidents.c.service_id == self.service_id)
        if self.client_id is not None:
            chosen = chosen.where(incidents.c.client_id.in_(self._same_client))
        return incidents.c.root_id.in_(chosen)

    @property
    def _same_client(self) -> Select[tuple[str]]:
        clients, named = _table("clients"), _table("clients").alias()
        roots = select(named.c.root_id).where(named.c.id == self.client_id)
        return select(clients.c.id).where(clients.c.root_id.in_(roots))

    @property
    def _clients(self) -> ColumnElement[bool]:
        clients, named = _table("clients"), _table("clients").alias()
        episodes = _table("episodes")
        treated = select(episodes.c.client_id).where(self._episodes)
        chain = clients.c.root_id.in_(select(named.c.root_id).where(named.c.id.in_(treated)))
        return chain if self.client_id is None else or_(chain, clients.c.id.in_(self._same_client))

    def _organisation(self, name: str) -> ColumnElement[bool]:
        services = _table("services")
        rows = [("episodes", self._episodes), ("incidents", self._incidents)]
        if self.client_id is None:
            files = (self.profile.files[table] for table in ("posts", "clinical_audits"))
            rows += [(file.name, self._at_service(file)) for file in files]
        named = [
            services.c.id.in_(select(_table(table).c.service_id).where(condition))
            for table, condition in rows
        ]
        used = or_(services.c.id == self.service_id, *named) if self.service_id is not None else or_(*named)
        if name == "services":
            return used
        return _table(name).c.id.in_(select(services.c[ORGANISATION[name]]).where(used))

    @cached_property
    def _workers(self) -> ColumnElement[bool]:
        """Everybody whom a row of the export names."""
        workers = _table("workers")
        named: list[ColumnElement[bool]] = []
        for file in self.profile.listed:
            for ref in (ref for ref in file.refs if ref.file == "workers"):
                chosen = select(_table(file.name).c[ref.field])
                condition = self.rows(file)
                named.append(workers.c.id.in_(chosen if condition is None else chosen.where(condition)))
        return or_(*named)
