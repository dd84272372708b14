"""The audited service of the page tests, for every test of this room."""

from tests.audit.test_views import audited

__all__ = ["audited"]
