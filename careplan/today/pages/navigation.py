"""Where a worker may go from any page."""

from flask import request

from careplan.ground.gathering import places
from careplan.staff.doors import signed_in
from careplan.ui.frame import NavItem, address
from careplan.ui.render import rooted


def nav() -> list[NavItem]:
    """The places that the worker may enter, with the one that the page stands below; nothing for a visitor."""
    worker = signed_in()
    if worker is None:
        return []
    return [
        NavItem(place.text, href, f"{rooted(request.path)}/".startswith(f"{href}/"))
        for place in places()
        if worker.may(place.permission) and (href := address(place.endpoint))
    ]
