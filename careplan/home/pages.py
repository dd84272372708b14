"""What stands on every page: the navigation of the signed-in worker and the banner of an opened record."""

from flask import request, url_for
from werkzeug.routing import BuildError

from careplan.clients.doors import opened_episode
from careplan.staff.doors import signed_in
from careplan.staff.rules import Permission
from careplan.ui.frame import NavItem


_PLACES = (
    ("Today", "home.today", Permission.SIGNED_IN),
    ("Caseload", "clients.caseload", Permission.READ_RECORD),
    ("Find a client", "clients.search", Permission.FIND_CLIENTS),
    ("Dose round", "prescribing.dose_round", Permission.RECORD_DOSE),
    ("Clinical audit", "audit.index", Permission.READ_AUDIT_FIGURES),
    ("Workers", "staff.workers", Permission.MANAGE_WORKERS),
)


def nav() -> list[NavItem]:
    """The places that the worker may enter; nothing for a visitor."""
    worker = signed_in()
    if worker is None:
        return []
    return [
        NavItem(text, href, request.endpoint == endpoint)
        for text, endpoint, permission in _PLACES
        if worker.may(permission) and (href := _address(endpoint))
    ]


def _address(endpoint: str) -> str | None:
    try:
        return url_for(endpoint)
    except BuildError:
        return None


def banner() -> object | None:
    """The opened record's client, or None on pages that open no record."""
    return opened_episode()
