"""The base of every field and form: one reader, one refusal, one error at most."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar

import wtforms
from flask import g, has_request_context, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from wtforms.validators import StopValidation, ValidationError

from careplan.ui.fields.clean import blank, refusal, shown, tidy

Check = Callable[[Any, Any], object]


CARRIED = frozenset({"csrf_token", "submission", "draft_path", "draft_title", "typed_by", "write_again"})
"""What every form carries of its page and its worker; never an answer."""


class Field(wtforms.Field):
    """One value, sent once. `read` turns clean text into data or raises ValueError with a sentence.

    `component` names the macro of `ui/nhs.html` that writes it; `datalist` is the id of what is offered to start from;
    `suggests` makes it.
    """

    component: str = "input"
    width: int | None = None
    unit = inputmode = autocomplete = datalist = ""
    suggests: Callable[[], Sequence[str]] | None = None
    longest: ClassVar[int] = 200
    hidden: ClassVar[bool] = False

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Check] = (),
        *,
        required: str | None = None,
        called: str | None = None,
        max: int | None = None,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, list(validators), **kwargs)
        self.required = required
        self.called = called or str(label).rstrip("?: ")
        self.max = max or self.longest
        self.hint = hint
        self.typed = ""

    def process_data(self, value: Any) -> None:
        """Take a value of the program."""
        self.data = value
        self.typed = "" if value is None else self.write(value)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take what the browser sent; ValueError carries the sentence for the worker."""
        self.data = self.nothing()
        text = tidy(str(valuelist[0])) if valuelist else ""
        self.typed = shown(text)
        if len(valuelist) > 1:
            raise ValueError(f"{self.called} was sent more than once. Enter it once")
        if sentence := refusal(text, self.called, self.max):
            raise ValueError(sentence)
        if not blank(text):
            self.data = self.read(text)

    def read(self, text: str) -> Any:
        """The value of clean text that is not blank."""
        return text

    def write(self, value: Any) -> str:
        """The text that stands for a value."""
        return str(value)

    def nothing(self) -> Any:
        """The data of an empty field."""
        return None

    @property
    def empty(self) -> bool:
        """Whether nothing was entered."""
        return self.data is None or self.data == "" or self.data == []

    def check(self) -> str | None:
        """A refusal that needs the finished form, such as an answer that is not among the choices."""
        return None

    def validate(self, form: Any, extra_validators: Iterable[Check] = ()) -> bool:
        """Refusals first, then `required`, then the validators; stop at the first sentence."""
        self.errors = list(self._sentences(form, extra_validators))[:1]
        return not self.errors

    def _sentences(self, form: Any, extra: Iterable[Check]) -> Iterator[str]:
        if self.process_errors:
            yield str(self.process_errors[0])
        elif self.empty and self.required:
            yield self.required
        elif sentence := self.check():
            yield sentence
        else:
            for one in [*extra] if self.empty else [*self.validators, *extra]:
                try:
                    one(form, self)
                except ValidationError as refused:
                    yield str(refused)
                except StopValidation as refused:
                    yield from (str(word) for word in refused.args[:1])
                    return

    @property
    def focus(self) -> str:
        """The id of the first part that a worker can mend."""
        return str(self.id)

    @property
    def words(self) -> str:
        """The label as text."""
        return str(self.label.text)


class Hidden(Field):
    """A value that travels with the form unseen."""

    hidden: ClassVar[bool] = True
    longest: ClassVar[int] = 2000

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read as every field; the worker cannot mend it, so the sentence says what to do instead."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Part of this page was changed on its way here. Load it again") from None


class Seen(Hidden):
    """The version or last row that the page showed. A form filled from a draft keeps the draft's own."""

    kept: str | None = None

    @property
    def data(self) -> Any:
        """The version as text, or None."""
        return self._data if self.kept is None else self.kept

    @data.setter
    def data(self, value: Any) -> None:
        self._data = None if value is None else str(value)


class Form(FlaskForm):
    """A form with a fresh `submission` key and the `seen` version; fills itself from a saved draft.

    `drafted = False` keeps a form out of the drafts (sign-in, search).
    """

    drafted: ClassVar[bool] = True
    from_draft = False

    class Meta(FlaskForm.Meta):
        """Only fields of a POST body count: never JSON, never files; an empty body is an empty form."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:  # noqa: ARG002 - the name WTForms calls
            """The text fields that were sent, or None when nothing was."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            if isinstance(formdata, dict):
                return MultiDict(formdata)
            sent = has_request_context() and request.method in ("POST", "PUT", "PATCH", "DELETE")
            return ImmutableMultiDict(request.form) if sent else None

    submission = Hidden()
    seen = Seen()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not args and kwargs.get("formdata") is None and has_request_context() and not self.is_submitted():
            self._fill_from(g.get("draft_payload"))

    def _fill_from(self, draft: MultiDict[str, str] | None) -> None:
        mine = [field.name for field in self.shown_fields]
        if draft and any(key == name or key.startswith(f"{name}-") for key in draft for name in mine):
            self.process(formdata=draft)
            self.seen.kept = draft.get(self.seen.name)
            self.from_draft = True

    @property
    def shown_fields(self) -> list[Any]:
        """The fields a worker sees, in order."""
        return [field for field in self if not getattr(field, "hidden", False) and field.name != "csrf_token"]

    @property
    def fresh_submission(self) -> str:
        """A key never used before, so that a double click makes one record."""
        return secrets.token_urlsafe(18)

    def differs(self, now: object) -> bool:
        """Whether the record has moved on since the page was shown (`now` is the present version)."""
        return (self.seen.data or "") != ("" if now is None else str(now))
