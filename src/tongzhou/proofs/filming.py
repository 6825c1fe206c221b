"""A film of a square as the camera of a cheap telephone sees it: Chromium plays it as its pretended camera.

On grey, on paper held by hand: turned a little, a little out of focus, with grain; no frame like another. Y4M.
"""

from pathlib import Path

import numpy
import segno
from PIL import Image, ImageFilter

WIDTH, HEIGHT, FRAMES, A_SECOND = 960, 720, 24, 12
SIDE, GREY, GRAIN = 330, 110, 8.0


def film(text: str, path: Path, *, seed: int = 1) -> list[str]:
    """Write the film; what starts Chromium with it as its camera."""
    chance = numpy.random.default_rng(seed)
    square = _square(text)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
        for _turn in range(FRAMES):
            file.write(b"FRAME\n" + _frame(square, chance) + colourless)
    return [
        *("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"),
        f"--use-file-for-fake-video-capture={path}",
    ]


def _square(text: str) -> Image.Image:
    """Black on a white sheet that is half as wide again."""
    rows = [[0 if dark else 255 for dark in row] for row in segno.make_qr(text, error="m").matrix_iter(border=4)]
    code = Image.fromarray(numpy.array(rows, dtype=numpy.uint8)).resize((SIDE, SIDE), Image.Resampling.NEAREST)
    sheet = Image.new("L", (SIDE * 3 // 2, SIDE * 3 // 2), 235)
    sheet.paste(code, (SIDE // 4, SIDE // 4))
    return sheet


def _frame(square: Image.Image, chance: numpy.random.Generator) -> bytes:
    turned = square.rotate(chance.uniform(-9, 9), Image.Resampling.BICUBIC, expand=True, fillcolor=GREY)
    scene = Image.new("L", (WIDTH, HEIGHT), GREY)
    left, top = (WIDTH - turned.width) // 2, (HEIGHT - turned.height) // 2
    scene.paste(turned, (left + int(chance.integers(-40, 41)), top + int(chance.integers(-20, 21))))
    seen = numpy.asarray(scene.filter(ImageFilter.GaussianBlur(chance.uniform(0.6, 1.3))), dtype=float)
    return numpy.clip(seen + chance.normal(0, GRAIN, seen.shape), 0, 255).astype(numpy.uint8).tobytes()
