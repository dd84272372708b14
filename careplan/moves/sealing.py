"""Files that the receiver alone can open: the age format, an X25519 key for each receiver (decision record 0077)."""

from pathlib import Path

import pyrage
from pyrage import x25519

from careplan.clients.rules.packets import MOST_BYTES

MORE = 10_000
"""Bytes that sealing adds at most."""
CHANGED = "This file was changed on its way, or was not made for this key. Ask the sender for it again"


class Unsealable(ValueError):
    """A file cannot be sealed or opened; the message is a sentence."""


def new_key() -> tuple[str, str]:
    """A secret key and its public key, as text."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def sealed(text: str, public: str) -> bytes:
    """The text, readable by whoever holds the secret key of `public`. Raises Unsealable where that is no key."""
    try:
        receiver = x25519.Recipient.from_str(public)
    except pyrage.RecipientError as fault:
        raise Unsealable("The receiver’s key is not a public key like age1…: ask them for it") from fault
    return bytes(pyrage.encrypt(text.encode(), [receiver]))


def opened(path: Path, secret: str) -> str:
    """The text of a sealed file. Raises Unsealable where one byte of it is not as it was, or the key is another."""
    if path.stat().st_size > MOST_BYTES + MORE:
        raise Unsealable("The file is larger than any transfer that careplan writes")
    try:
        identity = x25519.Identity.from_str(secret)
    except pyrage.IdentityError as fault:
        raise Unsealable("The file of the key holds no secret key") from fault
    try:
        return bytes(pyrage.decrypt(path.read_bytes(), [identity])).decode()
    except (pyrage.DecryptError, UnicodeDecodeError) as fault:
        raise Unsealable(CHANGED) from fault
