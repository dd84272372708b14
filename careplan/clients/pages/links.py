"""Addresses of other rooms' pages, where they exist."""

from typing import Any

from flask import current_app, url_for


def address(endpoint: str, **values: Any) -> str:
    """The page's address; empty when no room has it."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""
