"""Where a worker may go from any page."""

from flask import request

from careplan.staff.doors import signed_in
from careplan.staff.rules import Permission
from careplan.ui.frame import NavItem, address

_PLACES = (
    ("Today", "today.today", Permission.SIGNED_IN),
    ("Caseload", "record.caseload", Permission.READ_RECORD),
    ("Find a client", "clients.search", Permission.FIND_CLIENTS),
    ("Dose round", "prescribing.dose_round", Permission.RECORD_DOSE),
    ("Clinical audit", "audit.index", Permission.READ_AUDIT_FIGURES),
    ("Evidence", "governance.index", Permission.KEEP_EVIDENCE),
    ("Workers", "staff.workers", Permission.MANAGE_WORKERS),
    ("Services", "staff.services_list", Permission.KEEP_SERVICES),
    ("Limits", "prescribing.limits", Permission.MANAGE_WORKERS),
)


def nav() -> list[NavItem]:
    """The places that the worker may enter; nothing for a visitor."""
    worker = signed_in()
    if worker is None:
        return []
    return [
        NavItem(text, href, request.path == href)
        for text, endpoint, permission in _PLACES
        if worker.may(permission) and (href := address(endpoint))
    ]
