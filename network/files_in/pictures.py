"""Pictures from outside are drawn anew: in a size that pages use, with nothing but what is seen."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Final

from network.files_in.cage import Answer, call_in_cage
from network.files_in.faults import NotReadable
from network.files_in.media_types import JPEG, PNG, WEBP, recognise_media_type

#: Pictures that are taken in.
PICTURES: Final = frozenset({JPEG, PNG, WEBP})
#: More points than this are not unpacked: some 200 MB.
MAX_POINTS: Final = 50_000_000
_QUALITY: Final = 82


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: its bytes, its media type, and its size in points."""

    data: bytes
    media_type: str
    width: int
    height: int


def redraw_picture(file: bytes, longest: int) -> Picture:
    """A JPEG, PNG or WebP picture with its longer side at most ``longest`` points, turned as its
    camera says, without any metadata (place, camera, author, preview, colour profile).

    Raises ``NotReadable``: unknown_type, too_large, damaged, took_too_long, took_too_much.
    """
    if recognise_media_type(file) not in PICTURES:
        raise NotReadable("unknown_type")
    answer = call_in_cage(
        "network.files_in.pictures:redraw_caged_picture", file, {"longest": longest}
    )
    return Picture(answer.data, **answer.value)


def redraw_caged_picture(file: bytes, longest: int) -> Answer:
    """What ``redraw_picture`` calls in the cage."""
    from PIL import Image, ImageCms, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_POINTS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            opened = Image.open(io.BytesIO(file), formats=("JPEG", "PNG", "WEBP"))
            kind = opened.format
            profile = opened.info.get("icc_profile")
            # A large JPEG is unpacked no larger than it is needed.
            opened.draft(None, (longest, longest))
            opened.thumbnail((longest, longest))
            picture: Image.Image = ImageOps.exif_transpose(opened)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise NotReadable("too_large") from None
        except (OSError, SyntaxError, ValueError, EOFError):
            raise NotReadable("damaged") from None
    has_holes = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if profile:
        # Without its profile a picture of another colour space would be shown in wrong colours.
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            shown = (
                None
                if has_holes
                else ImageCms.profileToProfile(
                    picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
                )
            )
            picture = shown or picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A profile that nobody can read changes nothing.
            pass
    drawn = io.BytesIO()
    clean = picture.convert("RGBA" if has_holes else "RGB")
    clean.info.clear()
    if kind == "JPEG":
        clean.convert("RGB").save(drawn, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
        media_type = JPEG
    elif kind == "WEBP":
        clean.save(drawn, "WEBP", quality=_QUALITY)
        media_type = WEBP
    else:
        clean.save(drawn, "PNG", optimize=True)
        media_type = PNG
    value = {"media_type": media_type, "width": clean.width, "height": clean.height}
    return Answer(value, drawn.getvalue())
