"""Where each county lies: one place amid it, for a map that knows no more than the county.

Longitude and latitude in degrees, read off a map to a tenth or so and set by hand: common
knowledge and no survey. A place is a municipality's only in so far as it lies in the county.
"""

from __future__ import annotations

from collections.abc import Mapping

# By the county's key in the register, as of 2024.
PLACES: Mapping[str, tuple[float, float]] = {
    "NO-03": (10.75, 59.92),  # Oslo
    "NO-11": (6.2, 58.9),  # Rogaland
    "NO-15": (7.6, 62.5),  # Møre og Romsdal
    "NO-18": (14.6, 66.8),  # Nordland
    "NO-31": (11.3, 59.35),  # Østfold
    "NO-32": (11.2, 60.1),  # Akershus
    "NO-33": (9.2, 60.3),  # Buskerud
    "NO-34": (10.4, 61.5),  # Innlandet
    "NO-39": (10.15, 59.25),  # Vestfold
    "NO-40": (8.6, 59.5),  # Telemark
    "NO-42": (7.9, 58.6),  # Agder
    "NO-46": (6.4, 60.9),  # Vestland
    "NO-50": (11.3, 63.7),  # Trøndelag
    "NO-55": (19.3, 69.0),  # Troms
    "NO-56": (25.2, 70.0),  # Finnmark
    "SE-01": (17.9, 59.4),  # Stockholms län
    "SE-03": (17.7, 60.1),  # Uppsala län
    "SE-04": (16.8, 59.05),  # Södermanlands län
    "SE-05": (15.6, 58.4),  # Östergötlands län
    "SE-06": (14.4, 57.5),  # Jönköpings län
    "SE-07": (14.5, 56.8),  # Kronobergs län
    "SE-08": (16.0, 57.2),  # Kalmar län
    "SE-09": (18.5, 57.45),  # Gotlands län
    "SE-10": (15.2, 56.25),  # Blekinge län
    "SE-12": (13.6, 55.9),  # Skåne län
    "SE-13": (12.9, 56.95),  # Hallands län
    "SE-14": (12.8, 58.2),  # Västra Götalands län
    "SE-17": (13.2, 59.8),  # Värmlands län
    "SE-18": (15.0, 59.4),  # Örebro län
    "SE-19": (16.2, 59.75),  # Västmanlands län
    "SE-20": (14.4, 60.9),  # Dalarnas län
    "SE-21": (16.3, 61.4),  # Gävleborgs län
    "SE-22": (17.2, 62.9),  # Västernorrlands län
    "SE-23": (14.4, 63.2),  # Jämtlands län
    "SE-24": (17.5, 64.9),  # Västerbottens län
    "SE-25": (20.5, 66.9),  # Norrbottens län
    "FI-01": (24.6, 60.3),  # Nyland
    "FI-02": (22.7, 60.6),  # Egentliga Finland
    "FI-08": (26.8, 60.6),  # Kymmenedalen
    "FI-15": (21.9, 63.1),  # Österbotten
    "FI-16": (23.6, 63.7),  # Mellersta Österbotten
    "FI-21": (19.95, 60.2),  # Åland
}
