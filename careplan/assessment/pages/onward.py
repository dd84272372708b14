"""Where a saved section leads."""

from collections.abc import Iterator

from careplan.assessment.forms.section import SectionForm
from careplan.assessment.pages.sections import ELSEWHERE, counts, leaf_of
from careplan.assessment.queries import Sheet
from careplan.checklists.codes import Kind, Presence
from careplan.checklists.rules.asked import Sitting, condition_holds, is_asked
from careplan.checklists.rules.bank import Item


def onward(sheet: Sheet, slug: str, form: SectionForm, sitting: Sitting, then: str) -> tuple[str, str] | None:
    """The section to go to after saving, and the item in it; None where nothing is open any more. `sitting`: with
    what was saved.

    It is the same page when rows are added or new questions follow from the answers, else the next section with
    something open after those of the page, from the first again after the last. "" is the list of sections.
    """
    if then.startswith("more-"):
        return slug, then.removeprefix("more-")
    if then == "back":
        return "", ""
    for question in form.questions:
        if not question.sent and _follows(sitting, question.item):
            return slug, question.item.item
    here = leaf_of(sheet, slug)
    return next(((one, "") for one in open_sections(sheet, sitting, here[-1])), None)


def ending(kind: Kind, sitting: Sitting) -> str:
    """The page that follows when no section is open: completing, or before it the levels of risk that are not set."""
    if kind is not Kind.RISK:
        return "assessment.completing"
    open_elsewhere = any(not is_asked(sitting, sitting.bank.items[code]) for code in ELSEWHERE)
    return "risk.levels" if open_elsewhere else "risk.completing"


def open_sections(sheet: Sheet, sitting: Sitting, after: str = "") -> Iterator[str]:
    """The sections in which something is still to ask, those after a section first."""
    rows = counts(sheet, sitting)
    place = next((n for n, one in enumerate(rows, 1) if one.slug == after), 0)
    return (one.slug for one in [*rows[place:], *rows[:place]] if one.asked < one.expected)


def _follows(after: Sitting, item: Item) -> bool:
    return (
        item.presence.get(after.kind) is Presence.IF
        and condition_holds(after, item)
        and not is_asked(after, item)
    )
