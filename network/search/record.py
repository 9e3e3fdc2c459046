"""What is indexed: one record an entry, with its texts in plain words."""

from dataclasses import dataclass

# Between the id of a file and the number of its page; no other part's id has it.
PAGE_OF = "/"


@dataclass(frozen=True, slots=True)
class RecordPart:
    """A statement, step, measure or item of a text, with the id it keeps in every language; or a
    page of a file, with the file's id and the page's number (``f1/4``)."""

    id: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class RecordText:
    """An entry's text in one language (`nb`, `nn`, `sv`), without markup; or with `is_file` some
    pages of a file that it carries, which are its parts."""

    language: str
    title: str
    summary: str
    body: str
    parts: tuple[RecordPart, ...] = ()
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A published entry as the search sees it.

    `entry` is a uuid in hex; `county` is a code such as `NO-31` or empty; `organisation` a slug;
    `names` the organisation's names in all forms; `topics` ids with the broader ones, and
    `topic_labels` their labels in every language, `topic_aliases` what else the topics
    and the broader ones are called; `levels` prevention levels; `published` an ISO
    time, which sorting by date uses; `outcome` how an experience went, empty where no source says
    so, `planned` for a plan and empty for every other kind. `completeness` is the share of the
    kind's fields that are filled, 0 to 1.
    """

    entry: str
    kind: str
    country: str
    county: str
    organisation: str
    names: tuple[str, ...]
    topics: tuple[str, ...]
    topic_labels: tuple[str, ...]
    languages: tuple[str, ...]
    years: tuple[int, ...]
    levels: tuple[str, ...]
    published: str
    texts: tuple[RecordText, ...]
    outcome: str = ""
    is_endorsed: bool = False
    completeness: float = 0.0
    topic_aliases: tuple[str, ...] = ()


FACETS = (
    "country",
    "county",
    "organisation",
    "kind",
    "topic",
    "language",
    "year",
    "level",
    "outcome",
)


def facet_values(record: Record) -> dict[str, list[str]]:
    """The record's values of every facet, as text; a facet without a value is an empty list."""
    values: dict[str, tuple[str, ...]] = {
        "country": (record.country,),
        "county": (record.county,),
        "organisation": (record.organisation,),
        "kind": (record.kind,),
        "topic": record.topics,
        "language": record.languages,
        "year": tuple(str(year) for year in record.years),
        "level": record.levels,
        "outcome": (record.outcome,),
    }
    return {
        name: list(dict.fromkeys(value for value in of_facet if value))
        for name, of_facet in values.items()
    }
