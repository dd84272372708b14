"""Ways of acting at the browser: the mouse, a phone, a browser without scripts, and the keyboard alone."""

from playwright.sync_api import Locator, Page, expect

STOPS = """wanted => {
    const held = document.activeElement, group = (one) => one.type === "radio" && one.form?.elements[one.name];
    const every = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter((one) => one.tabIndex >= 0 && !one.matches(":disabled"))
        .filter((one) => one.checkVisibility({ visibilityProperty: true }));
    const stops = every.filter((one) => {
        const all = every.filter((other) => group(other) && group(other) === group(one));
        return !all.length || one === (all.includes(held) ? held : all.find((other) => other.checked) ?? all[0]);
    });
    const fits = (one) => one === wanted || (group(one) && group(one) === group(wanted));
    const begun = document.keyed;
    document.keyed = true;
    const skips = held.matches(".nhsuk-skip-link") && document.querySelector(held.hash).contains(wanted);
    return [held === document.body && begun ? null : stops.indexOf(held), stops.findIndex(fits), skips];
}"""
"""Where in the order of Tab the focus is (-1: before it, as on a new page; null: lost), where the wanted control is,
and whether the focus is on the link that skips to it; the radios of a question are one place.
"""
HELD = "one => one === document.activeElement"
REACHED = """wanted => {
    const held = document.activeElement, box = held.getBoundingClientRect();
    const mine = (x, y) => [held, ...(held.labels ?? [])].some((one) => one.contains(document.elementFromPoint(x, y)));
    return (held === wanted || (wanted.type === "radio" && held.name === wanted.name))
        && [0.1, 0.5, 0.9].some((part) => mine(box.left + box.width / 2, box.top + box.height * part));
}"""
"""Whether the control, or one of its question's radios, has the focus and is to be seen: not behind something."""
OF_GROUP = """wanted => {
    const all = [...wanted.form.elements[wanted.name]].filter((one) => !one.disabled);
    return all.indexOf(wanted) - all.indexOf(document.activeElement);
}"""
"""How many arrows down lie between the radio in focus and the wanted one."""


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


class Plain(Mouse):
    """Clicks, where no script fills or shows anything: what a script would do is done by hand."""

    scripts = False


class Keys(Mouse):
    """The keyboard alone: Tab leads to each control, and nothing is clicked or given the focus by a script."""

    pressed = 0

    def seek(self, what: Locator) -> None:
        """Unfold the menu where nothing in sight leads there, and go to it: skipping to a place is no new page."""
        if not what.count():
            self.click(self.page.locator(".nhsuk-header__menu-toggle"))
        self.reach(what)

    def press(self, key: str, times: int = 1) -> None:
        """One key, held down until it came so often."""
        if not times:
            return
        self.pressed += times
        *modifiers, last = key.split("+")
        for one in modifiers:
            self.page.keyboard.down(one)
        for _ in range(times):
            self.page.keyboard.down(last)
        for one in (last, *modifiers):
            self.page.keyboard.up(one)

    def reach(self, what: Locator) -> None:
        """By Tab or Shift and Tab to a control, or to the question whose radio it is."""
        held, wanted, _ = what.evaluate(STOPS)
        assert held is not None, f"the focus is lost before {what}"
        if held < 0:
            self.press("Tab")
            held, wanted, skips = what.evaluate(STOPS)
            if skips:
                self.press("Enter")
                self.press("Tab")
                held, wanted, _ = what.evaluate(STOPS)
        assert wanted >= 0, f"no Tab leads to {what}"
        self.press("Tab" if wanted > held else "Shift+Tab", abs(wanted - held))
        assert what.evaluate(REACHED), f"{what} does not take the focus, or something is before it"

    def click(self, what: Locator) -> None:
        """Enter on what leads somewhere, the space bar on a box, a letter or arrows to an option."""
        self.reach(what)
        kind = what.get_attribute("type")
        if kind == "radio":
            self.option(what)
        else:
            self.press("Space" if kind == "checkbox" else "Enter")

    def option(self, what: Locator) -> None:
        """The letter that the option begins with, where that leads to it, else arrows."""
        if what.evaluate(HELD):
            self.press("Space")
        elif what.locator("xpath=ancestor::*[contains(@class, 'app-question')]").count():
            self.press(what.evaluate("one => one.labels[0].textContent.trim()[0].toLowerCase()"))
        away = what.evaluate(OF_GROUP)
        self.press("ArrowDown" if away > 0 else "ArrowUp", abs(away))
        expect(what).to_be_checked()

    def write(self, into: Locator, text: str) -> None:
        """Type, in place of what stands there."""
        self.reach(into)
        self.press("Control+a")
        self.page.keyboard.type(text)
        self.pressed += len(text)
        expect(into).to_have_value(text)

    def write_on(self, into: Locator, text: str) -> None:
        """One Tab leads from box to box of a date."""
        self.press("Tab")
        expect(into).to_be_focused()
        self.write(into, text)

    def pick(self, one: Locator, words: str) -> None:
        """Arrows in the closed list."""
        self.reach(one)
        away = one.evaluate(
            "(list, words) => [...list.options].findIndex((one) => one.label === words) - list.selectedIndex",
            words,
        )
        self.press("ArrowDown" if away > 0 else "ArrowUp", abs(away))
        expect(one.locator("option:checked")).to_have_text(words)
