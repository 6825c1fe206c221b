"""What is kept of a photo, and what is refused as one."""

import io

import pytest
from PIL import Image

from tongzhou.kernel import photos
from tongzhou.kernel.photos import PhotoRefused


def picture(width: int = 3000, height: int = 2000, form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "SecretPhone 9"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 22.0, 12.5), 3: "E", 4: (121.0, 15.0, 40.5)})
    Image.new("RGB", (width, height), "teal").save(out, form, exif=exif)
    return out.getvalue()


def test_a_photo_is_drawn_anew_without_its_place_and_other_metadata() -> None:
    drawn = photos.redrawn(picture())
    with Image.open(io.BytesIO(drawn)) as photo:
        assert (photo.format, max(photo.size), dict(photo.getexif())) == ("JPEG", 1600, {})
        assert dict(photo.getexif().get_ifd(0x8825)) == {}
    with Image.open(io.BytesIO(picture())) as taken:
        assert taken.getexif().get_ifd(0x8825)[3] == "E"  # where it was taken came with it
    assert b"SecretPhone" in picture()
    assert b"SecretPhone" not in drawn


@pytest.mark.parametrize(
    "content",
    [b"no photo", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"0" * 13_000_000, picture()[:2000]],
    ids=["text", "svg", "too large", "cut off"],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(PhotoRefused):
        photos.redrawn(content)
