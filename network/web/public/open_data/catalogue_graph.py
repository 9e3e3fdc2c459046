"""The catalogue of what is published, as DCAT: a graph that national portals harvest.

It follows DCAT-AP-NO 2.2, DCAT-AP-SE 3 and DCAT-AP 3 at once. Who runs the site, the mail to write
to and the licence are its settings; what nobody has said of them is left out, and the catalogue
then lacks what the profiles ask for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, SKOS

from network.site_owner import SiteOwner
from network.web.public.open_data.terms import (
    AUTHORITY,
    AVAILABLE,
    CONTINUOUSLY,
    COUNTRIES,
    FILE_TYPES,
    IANA,
    LANGUAGES,
    LICENCES,
    LOCAL_AUTHORITY,
    LOS_THEMES,
    NAMES,
    PUBLIC,
    SCHEMES,
    THEMES,
)

DCATAP = Namespace("http://data.europa.eu/r5r/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

# What is said in each language of the interface.
Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class File:
    """A way to fetch a dataset: its address, file type (as the Publications Office calls it), media
    type and title, and when it last changed, where that is known.

    How many bytes it has and their hash stand in the data package: the Norwegian shape takes the
    one as a decimal and the other as SHA-1 alone, the European as a whole number and any.
    """

    name: str
    address: str
    file_type: str
    media_type: str
    title: Said
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: the last part of its address, what it is, and its files."""

    name: str
    title: Said
    description: Said
    keywords: Mapping[str, Sequence[str]]
    files: Sequence[File]


@dataclass(frozen=True, slots=True)
class Service:
    """A service that answers programs: where, what describes it, and what it serves."""

    name: str
    title: Said
    description: Said
    endpoint: str
    endpoint_description: str
    media_type: str
    file_type: str
    serves: Sequence[str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it. ``address`` is the site's own, without a slash at its end."""

    address: str
    title: Said
    description: Said
    owner: SiteOwner
    licence: str
    modified: datetime | None
    datasets: Sequence[Dataset]
    services: Sequence[Service]


def make_catalogue_graph(catalogue: Catalogue) -> Graph:
    """The catalogue as a graph. Pure; some milliseconds."""
    return _Drawing(catalogue).draw()


class _Drawing:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._graph = Graph()
        for prefix, namespace in (
            ("dcat", DCAT),
            ("dct", DCTERMS),
            ("foaf", FOAF),
            ("vcard", VCARD),
            ("dcatap", DCATAP),
        ):
            self._graph.bind(prefix, namespace)
        self._home = URIRef(f"{catalogue.address}/catalog")
        self._publisher = URIRef(f"{catalogue.address}/catalog#publisher")
        self._contact = URIRef(f"{catalogue.address}/catalog#contact")

    def draw(self) -> Graph:
        """Everything, the catalogue first."""
        catalogue, graph = self._catalogue, self._graph
        self._describe(self._home, DCAT.Catalog, catalogue.title, catalogue.description)
        graph.add((self._home, FOAF.homepage, self._document(f"{catalogue.address}/")))
        for language in LANGUAGES.values():
            graph.add(
                (self._home, DCTERMS.language, self._typed(language, DCTERMS.LinguisticSystem))
            )
        for country in COUNTRIES:
            graph.add((self._home, DCTERMS.spatial, self._typed(country, DCTERMS.Location)))
        self._license(self._home)
        if catalogue.modified:
            graph.add((self._home, DCTERMS.modified, self._moment(catalogue.modified)))
        self._name_publisher()
        for dataset in catalogue.datasets:
            graph.add((self._home, DCAT.dataset, self._draw_dataset(dataset)))
        for service in catalogue.services:
            graph.add((self._home, DCAT.service, self._draw_service(service)))
        return graph

    def _name_publisher(self) -> None:
        owner, graph = self._catalogue.owner, self._graph
        name = owner.name or "Grannar"
        graph.add((self._publisher, RDF.type, FOAF.Agent))
        graph.add((self._publisher, FOAF.name, Literal(name)))
        graph.add((self._publisher, DCTERMS.identifier, Literal(self._catalogue.address)))
        local = self._typed(LOCAL_AUTHORITY, SKOS.Concept)
        graph.add((self._publisher, DCTERMS.type, local))
        # The one by the Swedish profile, the other by the European.
        for kind in (VCARD.Organization, VCARD.Kind):
            graph.add((self._contact, RDF.type, kind))
        graph.add((self._contact, VCARD.fn, Literal(name)))
        about = URIRef(f"{self._catalogue.address}/nb/about")
        graph.add((self._contact, VCARD.hasURL, about))
        if owner.email:
            graph.add((self._contact, VCARD.hasEmail, URIRef(f"mailto:{owner.email}")))

    def _draw_dataset(self, dataset: Dataset) -> URIRef:
        graph = self._graph
        node = URIRef(f"{self._catalogue.address}/catalog#{dataset.name}")
        self._describe(node, DCAT.Dataset, dataset.title, dataset.description)
        graph.add((node, DCAT.contactPoint, self._contact))
        graph.add((node, DCTERMS.accrualPeriodicity, self._typed(CONTINUOUSLY, DCTERMS.Frequency)))
        graph.add((node, DCTERMS.accessRights, self._typed(PUBLIC, DCTERMS.RightsStatement)))
        self._file_under_themes(node)
        for language in LANGUAGES.values():
            graph.add((node, DCTERMS.language, self._typed(language, DCTERMS.LinguisticSystem)))
        for country in COUNTRIES:
            graph.add((node, DCTERMS.spatial, self._typed(country, DCTERMS.Location)))
        for language, words in dataset.keywords.items():
            for word in words:
                graph.add((node, DCAT.keyword, Literal(word, language)))
        # DCAT has it on any resource, the profiles on distributions, services and the catalogue
        # alone, which leaves whoever reads only of the dataset without it.
        self._license(node)
        if self._catalogue.modified:
            graph.add((node, DCTERMS.modified, self._moment(self._catalogue.modified)))
        for file in dataset.files:
            graph.add((node, DCAT.distribution, self._draw_file(file)))
        return node

    def _draw_file(self, file: File) -> URIRef:
        graph = self._graph
        node = URIRef(f"{self._catalogue.address}/catalog#{file.name}")
        graph.add((node, RDF.type, DCAT.Distribution))
        self._say(node, DCTERMS.title, file.title)
        address = URIRef(file.address)
        graph.add((node, DCAT.accessURL, address))
        graph.add((node, DCAT.downloadURL, address))
        graph.add((node, DCTERMS["format"], self._file_type(file.file_type)))
        graph.add((node, DCAT.mediaType, self._media_type(file.media_type)))
        graph.add((node, DCATAP.availability, self._typed(AVAILABLE, SKOS.Concept)))
        self._license(node)
        if file.modified:
            graph.add((node, DCTERMS.modified, self._moment(file.modified)))
        return node

    def _draw_service(self, service: Service) -> URIRef:
        graph = self._graph
        node = URIRef(f"{self._catalogue.address}/catalog#{service.name}")
        self._describe(node, DCAT.DataService, service.title, service.description)
        graph.add((node, DCAT.contactPoint, self._contact))
        graph.add((node, DCAT.endpointURL, URIRef(service.endpoint)))
        description = URIRef(service.endpoint_description)
        graph.add((node, DCAT.endpointDescription, description))
        graph.add((node, DCTERMS["format"], self._file_type(service.file_type)))
        graph.add((node, DCAT.mediaType, self._media_type(service.media_type)))
        graph.add((node, DCTERMS.accessRights, self._typed(PUBLIC, DCTERMS.RightsStatement)))
        graph.add((node, DCATAP.availability, self._typed(AVAILABLE, SKOS.Concept)))
        self._file_under_themes(node)
        self._license(node)
        for dataset in service.serves:
            served = URIRef(f"{self._catalogue.address}/catalog#{dataset}")
            graph.add((node, DCAT.servesDataset, served))
        return node

    def _file_under_themes(self, node: URIRef) -> None:
        for theme in THEMES:
            self._graph.add((node, DCAT.theme, self._typed(theme, SKOS.Concept)))
        for address, name in LOS_THEMES.items():
            theme = self._typed(address, SKOS.Concept)
            self._graph.add((theme, SKOS.prefLabel, Literal(name, "nb")))
            self._graph.add((node, DCAT.theme, theme))

    def _describe(self, node: URIRef, kind: URIRef, title: Said, description: Said) -> None:
        self._graph.add((node, RDF.type, kind))
        self._say(node, DCTERMS.title, title)
        self._say(node, DCTERMS.description, description)
        self._graph.add((node, DCTERMS.identifier, Literal(str(node))))
        self._graph.add((node, DCTERMS.publisher, self._publisher))

    def _say(self, node: URIRef, about: URIRef, said: Said) -> None:
        for language, text in said.items():
            self._graph.add((node, about, Literal(text, language)))

    def _license(self, node: URIRef) -> None:
        if licence := LICENCES.get(self._catalogue.licence):
            document = self._typed(licence, DCTERMS.LicenseDocument)
            self._graph.add((node, DCTERMS.license, document))

    def _typed(self, address: str, kind: URIRef) -> URIRef:
        """A term of a table, with what a validator without the net could not know of it: its class,
        its table and its name."""
        node = URIRef(address)
        self._graph.add((node, RDF.type, kind))
        table = address.rpartition("/")[0]
        if scheme := SCHEMES.get(table) or (table if address.startswith(AUTHORITY) else ""):
            self._graph.add((node, SKOS.inScheme, URIRef(scheme)))
        if name := NAMES.get(address):
            self._graph.add((node, SKOS.prefLabel, Literal(name, "en")))
        return node

    def _document(self, address: str) -> URIRef:
        return self._typed(address, FOAF.Document)

    def _file_type(self, name: str) -> URIRef:
        return self._typed(f"{FILE_TYPES}/{name}", DCTERMS.MediaTypeOrExtent)

    def _media_type(self, name: str) -> URIRef:
        return self._typed(f"{IANA}/{name}", DCTERMS.MediaType)

    def _moment(self, moment: datetime) -> Literal:
        return Literal(moment.isoformat(), datatype=XSD.dateTime)
