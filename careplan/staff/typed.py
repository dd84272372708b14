"""What the form that is being sent is filled in with, as a digest."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256

from flask import g, request

from careplan.ground.clock import today
from careplan.ui.fields import CARRIED

_TIME = re.compile(r"[0-9]{1,2}[.:][0-9]{2} ?([ap]m)?|[0-9]{1,2} ?[ap]m|midday|midnight")


def typed(key: str) -> str:
    """The digest of the address and of what is filled in; empty where nothing is, or the form has no key.

    A form with a document or a password in it has none: neither could be shown again. Times of today are left out, as
    a form that is fetched anew begins with the present one.
    """
    if "form_typed" not in g:
        documents = bool(key) and any(one.filename for one in request.files.values())
        pairs = sorted(request.form.items(multi=True)) if key and not documents else []
        filled = any(value.strip() for name, value in pairs if name not in CARRIED)
        secret = any("password" in name for name, _ in pairs)
        g.form_typed = _digest(pairs) if filled and not secret else ""
    digest: str = g.form_typed
    return digest


def _digest(pairs: list[tuple[str, str]]) -> str:
    untimed = _of_today(dict(pairs))
    words = [
        (name, value)
        for name, value in pairs
        if name not in CARRIED | {"seen"} and not (untimed and _TIME.fullmatch(value))
    ]
    return sha256(json.dumps([request.path, *words]).encode()).hexdigest()


def _of_today(values: Mapping[str, str]) -> bool:
    """Whether a day of the form is today."""
    parts = [str(part) for part in (today().day, today().month, today().year)]
    starts = [name.removesuffix("-day") for name in values if name.endswith("-day")]
    return any([values.get(f"{one}-{part}") for part in ("day", "month", "year")] == parts for one in starts)
