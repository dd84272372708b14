"""The profiles of this installation: profile 2 has the files of registers that no profile's own data names."""

from functools import cache

from flask import has_app_context

from careplan.ground.gathering import rooms
from careplan.ground.offers import Room
from careplan.package.rules import profile
from careplan.package.rules.profile import Profile, profile_1, with_files


def profile_2() -> Profile:
    """Profile 2 with what the rooms of the application declare, if one is there."""
    return _declared(rooms() if has_app_context() else ())


@cache
def _declared(rooms: tuple[Room, ...]) -> Profile:
    whole = profile.profile_2()
    registers = {one.name: one.file() for room in rooms for one in room.registers}
    return with_files(whole, {name: file for name, file in registers.items() if name not in whole.files})


def profiles() -> dict[str, Profile]:
    """The profiles that an import takes, by what `careplan:package` says."""
    return {one.package: one for one in (profile_1(), profile_2())}
