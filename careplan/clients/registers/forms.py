"""The form of a register: its fields, and the reason where a row is corrected."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar, cast

from careplan.clients.registers.declared import Register
from careplan.clients.registers.fields import Findings, Several
from careplan.ui.fields import Day, Form, Radios, Reason


class RegisterForm(Form):
    """Asks what a register declares; the fields of the form are named as the columns."""

    register: ClassVar[Register]
    keys: ClassVar[Mapping[str, tuple[str, ...]]]

    def _parts(self, name: str) -> dict[str, Any]:
        """The fields of the answers to `Findings`, by key."""
        return {key: self[f"{name}_{place}"] for place, key in enumerate(self.keys[name])}

    def show(self, row: Any) -> None:
        """Fill in a row that is to be corrected; a form that holds a draft keeps it."""
        for one in () if self.from_draft else self.register.fields:
            value = getattr(row, one.name)
            if one.name not in self.keys:
                self[one.name].process_data(value)
            for key, part in (self._parts(one.name) if one.name in self.keys else {}).items():
                part.process_data(value.get(key))

    def values(self) -> dict[str, Any]:
        """The columns of a row."""
        return {one.name: self._value(one.name) for one in self.register.fields}

    def _value(self, name: str) -> Any:
        if name not in self.keys:
            return self[name].text if isinstance(self[name], Several) else self[name].data
        return {key: part.data for key, part in self._parts(name).items() if part.data}

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then what the register's own rules say of all of them."""
        super().validate(extra_validators)
        for one in self.register.fields:
            if isinstance(one.form, Findings) and not self._value(one.name):
                self.refuse({f"{one.name}_0": one.form.required})
        for check in self.register.checks:
            self.refuse(check(self.values()))
        return self.sound

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Put sentences at their fields, where none stands yet."""
        for name, sentence in problems.items():
            self[name].errors = self[name].errors or [sentence]

    @property
    def why_corrected(self) -> str:
        """Why a row is corrected."""
        reason: str = self["because" if "because" in self else "why"].data
        return reason

    @property
    def sound(self) -> bool:
        """Whether no field holds a sentence."""
        return not any(one.errors for one in self)


def form_of(register: Register, row: Any = None) -> RegisterForm:
    """The form for a new row, or for a row in the place of this one."""
    every = {one.name: _keys(one.form, row and getattr(row, one.name)) for one in _findings(register)}
    return cast(RegisterForm, _class(register, tuple(every.items()), row is not None)())


def typed(register: Register, row: Any) -> dict[str, Any]:
    """What a row holds, by the names of the fields of the form for a new one."""
    form = form_of(register)
    form.show(row)
    return {one.name: one.data if isinstance(one, Day) else one.typed for one in form.shown_fields}


def _findings(register: Register) -> Iterable[Any]:
    return (one for one in register.fields if isinstance(one.form, Findings))


def _keys(declared: Findings, stored: Mapping[str, str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*declared.keys, *(stored or {})]))


@cache
def _class(register: Register, keys: tuple[tuple[str, tuple[str, ...]], ...], corrects: bool) -> Any:
    parts: dict[str, Any] = {"register": register, "keys": dict(keys)}
    for one in register.fields:
        if not isinstance(one.form, Findings):
            parts[one.name] = one.form
            continue
        for place, key in enumerate(dict(keys)[one.name]):
            label = one.form.keys.get(key, key)
            parts[f"{one.name}_{place}"] = Radios(label, choices=one.form.choices, inline=True)
    if corrects:
        parts["because" if "why" in parts else "why"] = Reason(
            "Why is it changed?",
            required="Enter why it is changed",
            called="The reason",
            max=2000,
            rows=2,
            hint="The row before stays in the history",
        )
    return type(f"{register.model_name}Form", (RegisterForm,), parts)
