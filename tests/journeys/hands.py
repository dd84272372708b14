"""Ways of acting at the browser: the mouse, a phone, and a browser without scripts."""

from playwright.sync_api import Locator, Page


class Mouse:
    """Clicks, as at a desk."""

    scripts = True

    def __init__(self, page: Page) -> None:
        self.page = page

    def seek(self, what: Locator) -> None:
        """Look for what leads to another page: it is in sight."""

    def click(self, what: Locator) -> None:
        """Press a link or button, choose an option, tick a box."""
        what.click()

    def write(self, into: Locator, text: str) -> None:
        """Go into the field and type, in place of what stands there."""
        into.click()
        into.fill(text)

    def write_on(self, into: Locator, text: str) -> None:
        """Type into the next box of a date."""
        into.fill(text)

    def pick(self, one: Locator, words: str) -> None:
        """Choose in a list."""
        one.select_option(label=words)


class Phone(Mouse):
    """Taps at 320 pixels, where the menu is folded."""

    def seek(self, what: Locator) -> None:
        """Unfold the menu where nothing in sight leads there."""
        if not what.count():
            self.page.locator(".nhsuk-header__menu-toggle").click()


class Plain(Mouse):
    """Clicks, where no script fills or shows anything: what a script would do is done by hand."""

    scripts = False
