"""The command line, for tests of `careplan demo`."""

from tests.package.shell import shell

__all__ = ["shell"]
