"""What stands on every page, and what Today says to each role."""

from careplan.home.pages.frame import banner, nav

__all__ = ["banner", "nav"]
