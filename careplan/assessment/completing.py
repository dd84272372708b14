"""Completing an assessment of any kind: its form, and what its page shows. The risk room completes its own kind."""

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from careplan.assessment.labels import HELD_BACK, KINDS, REASONS
from careplan.assessment.pages.becoming import changes, gaps
from careplan.assessment.pages.sections import place_of
from careplan.assessment.queries import Sheet, facts_on, unanswered
from careplan.assessment.rules.completion import Outcome, Reason, still_to_ask
from careplan.ground.clock import today
from careplan.staff.doors import actor, services
from careplan.ui.fields import Day, Form, Radios

if TYPE_CHECKING:
    from careplan.clients.models import Episode


class CompleteForm(Form):
    """Complete, or leave incomplete with a reason; the date goes with “another day”. `first`: what comes before."""

    first: ClassVar[dict[Any, str]] = {Outcome.HELD_BACK: HELD_BACK}

    reason = Radios(
        "Why is it not finished?",
        called="Why it is not finished",
        choices={reason.value: words for reason, words in REASONS.items()},
        coerce=Reason,
    )
    finish_by = Day(
        "When will it be finished?",
        called="The day by which it will be finished",
        hint="Only for another day. For example, 27 3 2027",
        earliest=today,
        too_early="The day by which it will be finished must be today or later",
    )

    def _lacks_date(self) -> bool:
        """Whether “another day” was selected without the day: that is no reason yet."""
        return self.reason.data == Reason.TO_FINISH and self.finish_by.data is None

    def given(self, episode: "Episode", sheet: Sheet) -> dict[str, Any]:
        """What the action of completing is given."""
        reason, day = (None, None) if self._lacks_date() else (self.reason.data, self.finish_by.data)
        facts = facts_on(services(), episode, sheet, sheet.days(today())[1])
        given = {"by": actor(), "episode": episode, "sheet": sheet, "facts": facts, "on": today()}
        return given | {"reason": reason, "finish_by": day}

    def refuse(self, became: object) -> None:
        """Put the sentence where it can be mended."""
        if became in self.first:
            self.form_errors.append(self.first[became])
        elif self._lacks_date():
            self.finish_by.errors = ["Enter the day by which it will be finished"]
        else:
            self.reason.errors = ["Ask the questions that are missing, or select why it is not finished"]


def page(episode: "Episode", sheet: Sheet) -> dict[str, Any]:
    """What the page shows besides its form: what is missing, safety tasks that wait, what completing changes."""
    facts = facts_on(services(), episode, sheet, today())
    sitting = sheet.sitting(today(), facts)
    missing = still_to_ask(sitting, sheet.hidden)
    waiting = unanswered(episode, sheet.id)
    place = partial(place_of, sheet)
    first, last = sheet.days(today())
    then = {"days": (first, last), "changes": changes(episode, sheet, last), "gaps": gaps(sheet, sitting)}
    return then | {
        "missing": missing,
        "sections": [
            (sheet.bank.sections[section], list(items))
            for section, items in groupby(missing, key=lambda item: item.section)
        ],
        "waiting": waiting,
        "name": KINDS[sheet.kind],
        "sheet": sheet,
        "place": place,
    }
