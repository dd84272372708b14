"""What a step costs: clicks, keys and loads of pages of whoever walks."""

from typing import Any

from playwright.sync_api import Page

from tests.journeys.conftest import Walk


class Counted:
    """The walk of a person whose clicks, keys and loads are counted.

    A link, a button, a radio, a box and a text field are one click, a list is two, every character is a key; a page is
    loaded when a document arrives in the main frame.
    """

    def __init__(self, walk: Walk) -> None:
        self.walk, self.clicks, self.keys, self.loads = walk, 0, 0, 0
        walk.page.on("load", self._loaded)

    def _loaded(self, _page: Page) -> None:
        self.loads += 1

    def __getattr__(self, name: str) -> Any:
        step = getattr(self.walk, name)

        def counted(*arguments: Any, **named: Any) -> "Counted":
            self.clicks += name in ("follow", "press", "choose", "answer")
            if name == "fill":
                self._typed(arguments[1])
            elif name == "day":
                for part in (arguments[1].day, arguments[1].month, arguments[1].year):
                    self._typed(str(part))
            step(*arguments, **named)
            return self

        return counted

    def _typed(self, text: str) -> None:
        self.clicks, self.keys = self.clicks + 1, self.keys + len(text)

    def select(self, label: str, value: str) -> "Counted":
        """Choose from the list with this label."""
        self.walk.page.get_by_label(label).first.select_option(value)
        self.clicks += 2
        return self

    def begin(self) -> "Counted":
        """Count from here."""
        self.clicks = self.keys = self.loads = 0
        return self

    @property
    def cost(self) -> tuple[int, int, int]:
        """Clicks, keys and loads since `begin`."""
        return self.clicks, self.keys, self.loads
