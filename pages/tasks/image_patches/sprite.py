"""Many small pictures in one PNG, which a browser cuts apart again: one message, a few kB."""

import base64
import io

import numpy as np
import numpy.typing as npt
from PIL import Image


def sprite(images: npt.NDArray[np.generic], full: float) -> str:
    """A data URL of the images (n, height, width) side by side, in grey: 0 is black, `full` white."""
    number, height, width = images.shape
    shades = np.clip(np.asarray(images, np.float64) * (255 / full), 0, 255).round().astype(np.uint8)
    strip = shades.transpose(1, 0, 2).reshape(height, number * width)
    buffer = io.BytesIO()
    Image.fromarray(strip).save(buffer, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
