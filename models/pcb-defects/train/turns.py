"""The eight flips and quarter turns of a square board, for pictures and for a detector's maps."""

import numpy as np

WAYS = 8
REACHES = 4


def turned(picture, way):
    """A picture or a stack of maps, flipped and turned in its last two axes as `boards.turned` does."""
    if way & 1:
        picture = picture[..., :, ::-1]
    if way & 2:
        picture = picture[..., ::-1, :]
    return np.swapaxes(picture, -1, -2) if way & 4 else picture


def turned_answers(maps, way):
    """The answers of a board, as they are for the board turned that way."""
    maps = turned(maps, way)
    order = np.arange(REACHES)
    if way & 1:
        order = order[[2, 1, 0, 3]]
    if way & 2:
        order = order[[0, 3, 2, 1]]
    if way & 4:
        order = order[[1, 0, 3, 2]]
    return np.concatenate([maps[order], maps[REACHES:]])


def back(maps, way):
    """Undoes `turned_answers`: what was seen on a turned board, as answers for the board itself."""
    return turned_answers(maps, (way & 1) << 1 | (way & 2) >> 1 | 4 if way & 4 else way)
