"""A photo as it is kept: drawn anew as JPEG, at most 1,600 pixels wide or high, without any metadata. Pure."""

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from tongzhou.kernel.errors import RuleBroken

MOST_BYTES, MOST_PIXELS, SIDE = 12 * 1024 * 1024, 60_000_000, 1600


class PhotoRefused(RuleBroken):
    code = "photo_refused"


def redrawn(content: bytes) -> bytes:
    """Raises PhotoRefused for what is no picture, too large, or a picture that unpacks into far more."""
    if len(content) > MOST_BYTES:
        raise PhotoRefused(_("The photo is larger than 12 MB. Take it again, smaller."), field="photo")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as photo:
                if photo.width * photo.height > MOST_PIXELS:
                    raise PhotoRefused(_("The photo is too large. Take it again, smaller."), field="photo")
                upright = ImageOps.exif_transpose(photo).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning) as error:
        raise PhotoRefused(_("This is no photo that can be read (JPEG, PNG, WebP)."), field="photo") from error
    upright.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()
