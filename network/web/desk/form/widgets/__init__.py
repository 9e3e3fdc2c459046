"""How a field is asked for: one class for each kind of field that a form can have."""

from network.web.desk.form.widgets.base import Field, Fields, WidgetName
from network.web.desk.form.widgets.choices import Choice, Choices, PartChoice, Topics
from network.web.desk.form.widgets.nested import MOST_PARTS, Addresses, FieldList, Group, Parts
from network.web.desk.form.widgets.texts import (
    Address,
    Date,
    Line,
    Number,
    Organisation,
    Original,
    Prose,
    SeriesAddress,
)

__all__ = [
    "MOST_PARTS",
    "Address",
    "Addresses",
    "Choice",
    "Choices",
    "Date",
    "Field",
    "FieldList",
    "Fields",
    "Group",
    "Line",
    "Number",
    "Organisation",
    "Original",
    "PartChoice",
    "Parts",
    "Prose",
    "SeriesAddress",
    "Topics",
    "WidgetName",
]
