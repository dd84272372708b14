"""A document from the worker's own device. A browser never sends it twice: after a refusal it is chosen again."""

from dataclasses import dataclass
from typing import Any

from flask import has_request_context, request

from careplan.ui.fields.base import Field
from careplan.ui.fields.clean import blank, refusal, tidy

AGAIN = "Choose the document again: a browser does not send it twice"


@dataclass(frozen=True, slots=True)
class Upload:
    """The name the document had, without folders, and its bytes."""

    name: str
    content: bytes


class Document(Field):
    """One file, or None. The form must be sent as multipart/form-data; `max` is the length of the file's name."""

    component = "file_upload"
    most_bytes = 0
    too_large = ""

    def __init__(self, *args: Any, most_bytes: int = 0, too_large: str = "", **kwargs: Any) -> None:
        """A file above `most_bytes` is refused in the page with the sentence `too_large`, before it is sent.

        Where it was sent all the same, one byte more than `most_bytes` is read, which the form then refuses.
        """
        super().__init__(*args, **kwargs)
        self.most_bytes, self.too_large = most_bytes, too_large

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Files travel beside the text fields; a draft never holds one."""
        super().process(None, *args, **kwargs)
        if formdata is None or not has_request_context() or request.method != "POST":
            return
        sent = [one for one in request.files.getlist(self.name) if one.filename]
        if len(sent) > 1:
            self.process_errors.append(f"{self.called} was sent more than once. Choose one file")
        elif sent:
            self._take(sent[0])

    def again(self) -> None:
        """Say that a document has to be chosen again, where something else was wrong."""
        if self.data is not None and not self.errors:
            self.errors = [AGAIN]

    def _take(self, sent: Any) -> None:
        name = tidy(str(sent.filename).replace("\\", "/").rpartition("/")[2])
        if blank(name) or refusal(name, self.called, self.max) or "\n" in name or "\t" in name:
            self.process_errors.append(
                "The name of the file cannot be kept. Rename the file and choose it again"
            )
            return
        with sent.stream as stream:
            self.data = Upload(name, stream.read(self.most_bytes + 1 if self.most_bytes else -1))
