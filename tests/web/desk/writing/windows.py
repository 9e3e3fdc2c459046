"""A window that has a text's form open: with the page's script or without, as a browser has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.web.people import Person

# What a form knows of the working copy, which nobody types.
OWN = ("csrf_token", "copy", "window", "seen", "base")


def read_form(page: str) -> MultiDict[str, str]:
    """What a browser would send of the text's form as the page has it, without a button."""
    forms = html.document_fromstring(page).iter("form")
    (form,) = (each for each in forms if each.get("id") == "write")
    fields: MultiDict[str, str] = MultiDict()
    for control in form.iter("input", "textarea", "select"):
        name, kind = control.get("name", ""), control.get("type", "")
        if not name or (kind in ("checkbox", "radio") and control.get("checked") is None):
            continue
        if control.tag == "textarea":
            # A line end right behind the tag is none of the text; a browser sends both signs.
            text = str(control.xpath("string()")).removeprefix("\n").replace("\r\n", "\n")
            fields.add(name, text.replace("\n", "\r\n"))
        elif control.tag == "select":
            options = list(control.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None]
            if options:
                fields.add(name, (chosen or options)[0].get("value", ""))
        else:
            fields.add(name, control.get("value", ""))
    return fields


@dataclass
class Window:
    """One window of somebody. ``address`` is that of the form; ``shown`` what it holds just now."""

    person: Person
    address: str
    has_script: bool
    shown: MultiDict[str, str] = field(default_factory=MultiDict)

    def open(self) -> None:
        """Load the form."""
        answer = self.person.get(self.address)
        assert answer.status_code == 200, answer.text
        self.shown = read_form(answer.data.decode())

    def type(self, name: str, text: str) -> None:
        """Type at the end of a field."""
        self.shown[name] = f"{self.shown.get(name, '')} {text}".strip()

    def list_parts(self, name: str) -> list[int]:
        """The numbers of the parts of a list that the form shows."""
        count = 0
        while f"{name}.{count}.present" in self.shown:
            count += 1
        return list(range(count))

    def keep(self) -> None:
        """Keep what is typed: by the script, or by the button."""
        if self.has_script:
            self._keep_by_script()
        else:
            self.press("keep")

    def press(self, do: str) -> TestResponse:
        """Press a button and follow to the form; where both texts are shown, take both."""
        answer = self.send(do)
        if answer.status_code == 409:
            self.settle("both")
        elif (answer.status_code == 303 and do != "save") or do.startswith("remove:"):
            self.open()
        return answer

    def save(self) -> None:
        """Save, whatever has to be chosen before."""
        for _attempt in range(5):
            answer = self.press("save")
            if answer.status_code == 303:
                return
            assert answer.status_code == 409, answer.text
        raise AssertionError("there is always something more to choose")

    def send(self, do: str) -> TestResponse:
        """Send the form with a button pressed, and follow to nothing."""
        return self._post(self.address, do=do)

    def settle(self, choice: str) -> None:
        """Choose wherever two wrote otherwise, and open the form again."""
        answer = self.person.get(self._beside("settle"), query_string=self._language())
        assert answer.status_code == 200, answer.text
        page = answer.data.decode()
        names = {
            radio.get("name", "")
            for radio in html.document_fromstring(page).iter("input")
            if radio.get("type") == "radio"
        }
        form: dict[str, Any] = dict.fromkeys(names, choice)
        answer = self.person.post(self._beside("settle"), {**self._language(), **form})
        assert answer.status_code == 303, answer.text
        self.open()

    def throw_away(self) -> TestResponse:
        """Throw away what this window shows of what is not saved."""
        form = {name: self.shown[name] for name in ("copy", "window")}
        return self.person.post(self._beside("throw-away"), {"language": "nb", **form})

    def _keep_by_script(self) -> None:
        sent = MultiDict(self.shown)
        answer = self._post(f"{self.address.removesuffix('/write')}/keep")
        assert answer.status_code == 200, answer.text
        told = answer.json
        assert told is not None
        assert told["kept"]
        self.shown["seen"] = told["seen"]
        for name, part_id in told["ids"].items():
            self.shown[name] = self.shown.get(name) or part_id
        if told["joined"] or told["problem"]:
            assert sent["base"] == self.shown["base"]
            self.open()
        else:
            self.shown["copy"] = str(told["number"])

    def _post(self, address: str, **more: str) -> TestResponse:
        form: dict[str, Any] = {name: self.shown.getlist(name) for name in self.shown}
        form.pop("csrf_token", None)
        return self.person.post(address, {**form, **more})

    def _beside(self, name: str) -> str:
        return f"{self.address.partition('/write')[0].partition('/translate')[0]}/{name}"

    def _language(self) -> dict[str, str]:
        _before, is_translation, language = self.address.partition("/translate/")
        return {"language": language} if is_translation else {}
