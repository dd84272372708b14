"""The command line, for tests of `careplan demo`."""

from tests.package.shell import databases, shell

__all__ = ["databases", "shell"]
