"""The register of a group's session: a row for each client, one note for all."""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, cast

from careplan.contacts.labels import CAME
from careplan.contacts.rules.groups import Came, faults
from careplan.ui.fields import Checkboxes, Form, LongText, Radios, Text, Whole, YesNo

PARTS = ("came", "late", "line", "risk", "goals")


class SessionForm(Form):
    """What was said to all, whether risk changed for anybody, and each client's row."""

    members: ClassVar[tuple[tuple[str, str], ...]] = ()
    words = LongText("One note for all who came", called="The note", max=20000, rows=5)
    risk = YesNo("Has risk changed for anybody?", called="Risk")
    add = Text("Somebody else came: NHS number or name (optional)", called="The name", max=120)

    def part(self, episode_id: str, name: str) -> Any:
        """A field of a client's row."""
        return self[f"{name}_{episode_id}"]

    def rows(self) -> list[Came]:
        """The rows in which something was chosen."""
        every = {id_: [self.part(id_, name).data for name in PARTS] for id_, _ in self.members}
        return [
            Came(id_, came, late, line or "", bool(risk), tuple(goals))
            for id_, (came, late, line, risk, goals) in every.items()
            if came
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then each row, then the whole."""
        super().validate(extra_validators)
        rows = self.rows()
        if self.risk.data is None and any(one.attended for one in rows):
            self.risk.errors = self.risk.errors or ["Select whether risk has changed for anybody"]
        for id_, _ in self.members:
            told = any(self.part(id_, name).data for name in PARTS[1:])
            if told and not self.part(id_, "came").data:
                self.part(id_, "came").errors = ["Select whether this client came"]
        if not rows and self.members and all(not self.part(id_, "came").errors for id_, _ in self.members):
            self.part(self.members[0][0], "came").errors = [
                "Choose for at least one client whether they came"
            ]
        for id_, name, sentence in faults(rows, self.risk.data, self.words.data or ""):
            field = self.part(id_, name) if id_ else self[name]
            field.errors = field.errors or [sentence]
        return not self.form_errors and not any(one.errors for one in self)


def session_form(members: Mapping[str, str], goals: Mapping[str, Mapping[str, str]]) -> SessionForm:
    """The form for these clients, names by episode; `goals`: wordings of each client's open goals by id."""
    form = cast(SessionForm, _class(tuple(members.items()))())
    for id_ in members:
        form.part(id_, "goals").choices = goals.get(id_, {})
    return form


@cache
def _class(members: tuple[tuple[str, str], ...]) -> Any:
    parts: dict[str, Any] = {"members": members}
    for id_, name in members:
        parts[f"came_{id_}"] = Radios(name, choices=CAME, called=f"Whether {name} came", inline=True)
        parts[f"late_{id_}"] = Whole("Minutes late", called="Minutes late", least=1, most=480, width=2)
        parts[f"line_{id_}"] = Text("A line of their own (optional)", called="The line", max=2000)
        parts[f"risk_{id_}"] = Checkboxes("Risk", called="Risk", choices={"yes": "Risk changed"})
        parts[f"goals_{id_}"] = Checkboxes("Goals touched (optional)", called="The goals")
    return type("OneSessionForm", (SessionForm,), parts)
