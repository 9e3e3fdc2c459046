"""The fields of a form: one class for each way in which a value of the content is asked for.

A field is a description and holds no data: it is given what was typed, and gives a value of the
model or the next state of the form. `base.Field` says what each can do.
"""

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
    StoredFile,
    WrittenNumber,
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
    "StoredFile",
    "Topics",
    "WidgetName",
    "WrittenNumber",
]
