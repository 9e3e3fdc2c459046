"""From the globe to the plane: Lambert's conformal conic projection, for Norway, Sweden and
Finland.

Pure. Standard parallels 58° and 68° north and the meridian 16° east lie amid them, so
that no distance on the land is more than one per cent wrong. Source: J. P. Snyder, *Map
projections: a working manual* (USGS, 1987), section 15, the formulas for the sphere.
"""

from __future__ import annotations

from math import cos, log, pi, radians, sin, tan

# The mean radius of the earth in kilometres (IUGG).
RADIUS = 6371.0
_SOUTH, _NORTH = radians(58), radians(68)
_MERIDIAN, _ORIGIN = radians(16), radians(64)


def _half(latitude: float) -> float:
    return tan(pi / 4 + latitude / 2)


_CONE = log(cos(_SOUTH) / cos(_NORTH)) / log(_half(_NORTH) / _half(_SOUTH))
_SCALE = RADIUS * cos(_SOUTH) * _half(_SOUTH) ** _CONE / _CONE
_TOP = _SCALE / _half(_ORIGIN) ** _CONE


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Kilometres east and north of 16° east, 64° north, for a place in degrees.

    Raises ``ValueError`` for what lies outside 50° to 75° north or 20° from the meridian, where
    the map has nothing to show.
    """
    if not (50 <= latitude <= 75 and -4 <= longitude <= 36):
        raise ValueError(f"{longitude} {latitude}")
    distance = _SCALE / _half(radians(latitude)) ** _CONE
    angle = _CONE * (radians(longitude) - _MERIDIAN)
    return distance * sin(angle), _TOP - distance * cos(angle)
