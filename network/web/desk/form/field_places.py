"""Which field a place in the form is, and what the reader knows it by."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import gettext as _

from network.web.desk.form import labels
from network.web.desk.form.fields import list_fields
from network.web.desk.form.widgets import Addresses, Field, Group


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A field where it stands: ``within`` is the list or group right around it, or empty; ``parts``
    says which parts and groups it stands in, outermost first: *Statement 3*, *Step 2, vote*."""

    field: Field
    within: str = ""
    parts: str = ""
    has_name_beside: bool = False

    @property
    def label(self) -> str:
        """What the field is called where it stands."""
        return str(labels.label_field(self.within, self.field.name))

    def describe(self) -> str:
        """What a reader finds the field by: *Summary*, *Step 2, date*."""
        return _join(self.parts, self.label)


def find_field_place(kind: str, place: str) -> FieldPlace | None:
    """The field at a place of the form (``statements.2.wording``); None where there is none."""
    fields = list_fields(kind)
    field_place: FieldPlace | None = None
    parts = ""
    within = ""
    for step in place.split("."):
        if step.isdigit():
            if field_place is None:
                return None
            if isinstance(field_place.field, Addresses):
                field_place = replace(field_place, field=field_place.field.item)
            elif field_place.field.name in labels.ONE:
                parts = _join(
                    field_place.parts, f"{labels.ONE[field_place.field.name]} {int(step) + 1}"
                )
            # What is chosen or typed several times in one field is named by the field.
            continue
        if field_place is not None and isinstance(field_place.field, Group):
            parts = field_place.describe()
        field = next((field for field in fields if field.name == step), None)
        if field is None:
            return None
        has_name = any(other.name == "name" for other in fields)
        field_place = FieldPlace(field, within, parts, has_name)
        fields, within = field.inner, field.name
    return field_place


def _join(parts: str, label: str) -> str:
    return f"{parts}, {lower_first(label)}" if parts else label


def lower_first(label: str) -> str:
    """A label as it stands within a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def ask_for(place: FieldPlace, *, choose: bool) -> str:
    """The sentence that asks for a field that is empty, by what one does there."""
    values = {"part": place.parts, "field": lower_first(place.label)}
    if place.parts:
        sentence = _("%(part)s: choose %(field)s.") if choose else _("%(part)s: write %(field)s.")
    else:
        sentence = _("Choose %(field)s.") if choose else _("Write %(field)s.")
    return str(sentence % values)
