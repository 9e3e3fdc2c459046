"""The identifiers that open data of the two countries is described with.

Sources: DCAT 3 and its application profiles DCAT-AP 3, DCAT-AP-NO 2.2 and DCAT-AP-SE 3; the
authority tables of the Publications Office of the European Union; Los (psi.norge.no) of Norway.
"""

from __future__ import annotations

from collections.abc import Mapping

AUTHORITY = "http://publications.europa.eu/resource/authority"
LANGUAGES: Mapping[str, str] = {
    "nb": f"{AUTHORITY}/language/NOB",
    "nn": f"{AUTHORITY}/language/NNO",
    "sv": f"{AUTHORITY}/language/SWE",
}
COUNTRIES = (f"{AUTHORITY}/country/NOR", f"{AUTHORITY}/country/SWE")
CONTINUOUSLY = f"{AUTHORITY}/frequency/CONT"
PUBLIC = f"{AUTHORITY}/access-right/PUBLIC"
# Government and public sector; population and society.
THEMES = (f"{AUTHORITY}/data-theme/GOVE", f"{AUTHORITY}/data-theme/SOCI")
# The same in Los, with its name there.
LOS_THEMES: Mapping[str, str] = {
    "https://psi.norge.no/los/tema/demokrati-og-innbyggerrettigheter": (
        "Demokrati og innbyggerrettigheter"
    ),
}
LOCAL_AUTHORITY = "http://purl.org/adms/publishertype/LocalAuthority"
AVAILABLE = f"{AUTHORITY}/planned-availability/AVAILABLE"
# The table of terms whose addresses begin so, where it is called otherwise.
SCHEMES: Mapping[str, str] = {
    "http://purl.org/adms/publishertype": "http://purl.org/adms/publishertype/1.0",
    "https://psi.norge.no/los/tema": "https://psi.norge.no/los/ontologi/tema",
}
IANA = "https://www.iana.org/assignments/media-types"
FILE_TYPES = f"{AUTHORITY}/file-type"
# By SPDX's identifiers, as the settings name them.
LICENCES: Mapping[str, str] = {
    "CC0-1.0": f"{AUTHORITY}/licence/CC0",
    "CC-BY-4.0": f"{AUTHORITY}/licence/CC_BY_4_0",
    "CC-BY-SA-4.0": f"{AUTHORITY}/licence/CC_BYSA_4_0",
    "NLOD-2.0": f"{AUTHORITY}/licence/NLOD_2_0",
}
# What the terms of the tables are called, in English: a validator without the net asks for it.
NAMES: Mapping[str, str] = {
    f"{AUTHORITY}/language/NOB": "Norwegian Bokmål",
    f"{AUTHORITY}/language/NNO": "Norwegian Nynorsk",
    f"{AUTHORITY}/language/SWE": "Swedish",
    f"{AUTHORITY}/country/NOR": "Norway",
    f"{AUTHORITY}/country/SWE": "Sweden",
    CONTINUOUSLY: "continuous",
    PUBLIC: "public",
    THEMES[0]: "Government and public sector",
    THEMES[1]: "Population and society",
    LOCAL_AUTHORITY: "Local Authority",
    AVAILABLE: "available",
    f"{AUTHORITY}/licence/CC0": "Creative Commons CC0 1.0 Universal",
    f"{AUTHORITY}/licence/CC_BY_4_0": "Creative Commons Attribution 4.0 International",
    f"{AUTHORITY}/licence/CC_BYSA_4_0": "Creative Commons Attribution-ShareAlike 4.0 International",
    f"{AUTHORITY}/licence/NLOD_2_0": "Norwegian Licence for Open Government Data 2.0",
}
