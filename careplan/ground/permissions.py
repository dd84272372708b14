"""What a door asks for: declared by a room, held by roles. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Permission:
    """What a door asks for: its code, the roles (codes) that hold it, and what its holder does in words.

    The words stand where a role is chosen; they are empty where it goes without saying.

    `reading`: it is still asked of a closed service, where what is `written` with it is refused.
    """

    code: str
    roles: tuple[str, ...] = ()
    words: str = ""
    reading: bool = False
    written: bool = False

    def __str__(self) -> str:
        return self.code


PUBLIC = Permission("public")
