"""The detector: one grey channel in, one grid of boxes at stride 8 out.

Nearly all is convolution and ReLU, so that ONNX Runtime fuses each pair into one CPU kernel.
"""

import torch
from torch import nn
from torch.nn import functional as F

STRIDE = 8
PATCH = 4
CLASSES = 6


class Conv(nn.Sequential):
    """Convolution, batch norm, ReLU."""

    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1):
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, (kernel - stride % 2) // 2, groups=groups, bias=False),
            nn.BatchNorm2d(outputs, momentum=0.03),
            nn.ReLU(inplace=True),
        )


class Residual(nn.Module):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(Conv(width, width, 3), Conv(width, width, 3))

    def forward(self, x):
        return x + self.body(x)


class Split(nn.Module):
    """A narrow part of the channels goes through residual blocks; every stage's output is kept and mixed."""

    def __init__(self, width, narrow, blocks):
        super().__init__()
        self.straight = Conv(width, narrow)
        self.entry = Conv(width, narrow)
        self.blocks = nn.ModuleList(Residual(narrow) for _ in range(blocks))
        self.mix = Conv((2 + blocks) * narrow, width)

    def forward(self, x):
        kept = [self.straight(x), self.entry(x)]
        for block in self.blocks:
            kept.append(block(kept[-1]))
        return self.mix(torch.cat(kept, 1))


class Others(nn.Module):
    """Shows each place what the rest of the board has that is like it.

    A drill hole, a step or a broken ring that recurs is artwork; one that stands alone may be a flaw. So each
    cell asks all cells but itself and its eight neighbours, or nobody, and compares the answer with itself.
    """

    def __init__(self, width, heads=4, narrow=16):
        super().__init__()
        self.heads = heads
        self.narrow = narrow
        self.ask = nn.Conv2d(width, 3 * heads * narrow, 1)
        self.compare = Conv(width + heads * narrow, 96)
        self.lift = nn.Sequential(nn.Conv2d(96, width, 1, bias=False), nn.BatchNorm2d(width, momentum=0.03))
        nn.init.zeros_(self.lift[1].weight)  # starts out silent

    def forward(self, x):
        height, width = int(x.shape[2]), int(x.shape[3])
        asked = self.ask(x).flatten(2).unflatten(1, (3, self.heads, self.narrow))
        query, key, value = asked[:, 0], asked[:, 1], asked[:, 2]
        likeness = query.transpose(2, 3) @ key * self.narrow**-0.5 + apart(height, width, x.device)
        share = F.pad(likeness, (0, 1)).softmax(3)[..., :-1]  # the added column is nobody
        answer = (value @ share.transpose(2, 3)).flatten(1, 2).unflatten(2, (height, width))
        return x + self.lift(self.compare(torch.cat([x, answer], 1)))


def apart(height, width, device):
    """Cells x cells: 0 where two cells are no neighbours, else far below."""
    index = torch.arange(height * width, device=device)
    row, column = index // width, index % width
    near = ((row[:, None] - row).abs() < 2) & ((column[:, None] - column).abs() < 2)
    return near.float() * -1e4


class Detector(nn.Module):
    """`forward` takes N x 1 x H x W in -1..1 (-1 copper, 1 bare) and gives raw boxes and class scores."""

    def __init__(self, fine=16, middle=32, coarse=128, head=32, deep=192):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(1, fine, PATCH, PATCH, bias=False), nn.BatchNorm2d(fine, momentum=0.03), nn.ReLU(inplace=True)
        )
        self.fine = Conv(fine, fine, 3)
        self.to_middle = Conv(fine, middle, 3, 2)
        self.middle = Residual(middle)
        self.to_coarse = Conv(middle, coarse, 3, 2)
        self.coarse = Split(coarse, 32, 3)
        self.to_deep = Conv(coarse, deep, 3, 2)
        self.deep = Split(deep, 64, 2)
        self.others = Others(deep)
        self.lift = nn.Sequential(nn.Conv2d(deep, coarse, 1, bias=False), nn.BatchNorm2d(coarse, momentum=0.03))
        self.context = Conv(3 * coarse, middle)
        self.join = Residual(middle)
        self.box = nn.Sequential(Conv(middle, middle, 3, groups=middle), Conv(middle, head), nn.Conv2d(head, 4, 1))
        self.cls = nn.Sequential(
            Conv(middle, middle, 3, groups=middle), Conv(middle, 2 * head), nn.Conv2d(2 * head, CLASSES, 1)
        )
        # The deep branch starts out silent, so that a smaller detector's weights can be grown.
        nn.init.zeros_(self.lift[1].weight)
        nn.init.constant_(self.cls[-1].bias, -5.0)
        nn.init.constant_(self.box[-1].bias, 0.5)

    def forward(self, grey):
        return self.after_stem(self.stem(grey))

    def after_stem(self, patches):
        middle = self.middle(self.to_middle(self.fine(patches)))
        coarse = self.coarse(self.to_coarse(middle))
        deep = self.lift(self.others(self.deep(self.to_deep(coarse))))
        coarse = coarse + F.interpolate(deep, scale_factor=2.0, mode="nearest")
        near = F.max_pool2d(coarse, 5, 1, 2)
        far = F.max_pool2d(near, 5, 1, 2)
        coarse = self.context(torch.cat([coarse, near, far], 1))
        joined = self.join(middle + F.interpolate(coarse, scale_factor=2.0, mode="nearest"))
        return self.box(joined), self.cls(joined)


def centres(height, width, device):
    """Cell centres in pixels, (height * width) x 2."""
    y = (torch.arange(height, device=device) + 0.5) * STRIDE
    x = (torch.arange(width, device=device) + 0.5) * STRIDE
    return torch.stack([x.repeat(height), y.repeat_interleave(width)], 1)


def boxes(raw, centre):
    """Raw N x 4 x A distances to N x A x 4 corner boxes in pixels."""
    return corners(F.softplus(raw.transpose(1, 2)), centre)


def corners(reach, centre):
    """N x A x 4 reaches to the left, up, right and down, in 2 strides, to corner boxes in pixels."""
    reach = reach * (2 * STRIDE)
    return torch.cat([centre - reach[..., :2], centre + reach[..., 2:]], -1)


class BytesStem(nn.Module):
    """The stem with grey and scaling folded in: uint8 N x H x W x 3 straight to patches.

    A row of W pixels is read as 3 W numbers, so that a kernel three times as wide takes the mean of the
    three colours; neither a transpose nor a separate normalisation is left to run.
    """

    def __init__(self, stem):
        super().__init__()
        conv, norm = stem[0], stem[1]
        scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        weight = conv.weight * scale[:, None, None, None]
        bias = norm.bias - norm.running_mean * scale - weight.sum((1, 2, 3))
        self.conv = nn.Conv2d(1, weight.shape[0], (PATCH, 3 * PATCH), (PATCH, 3 * PATCH))
        self.conv.weight.data = (weight * (2 / 255 / 3)).repeat_interleave(3, 3).detach()
        self.conv.bias.data = bias.detach()

    def forward(self, images):
        height, width = images.shape[1], images.shape[2]
        return F.relu(self.conv(images.reshape(-1, 1, int(height), 3 * int(width)).float()))


class Exported(nn.Module):
    """From uint8 N x 640 x 640 x 3 to float N x 300 x 6: x1, y1, x2, y2, confidence, class; best first."""

    def __init__(self, detector, size=640, keep=300):
        super().__init__()
        self.stem = BytesStem(detector.stem)
        self.detector = detector
        self.size = size
        self.keep = keep
        self.register_buffer("centre", centres(size // STRIDE, size // STRIDE, "cpu"))

    def forward(self, images):
        raw, scores = self.detector.after_stem(self.stem(images))
        score, label, index = self.best(scores)
        raw = raw.flatten(2).gather(2, index.unsqueeze(1).expand(-1, 4, -1))
        return self.rows(boxes(raw, self.centre[index]), score.sigmoid(), label)

    def best(self, scores):
        """The cells with the highest scores: these, their classes, and where they are."""
        score, label = scores.flatten(2).max(1)
        score, index = score.topk(self.keep, 1)
        return score, label.gather(1, index), index

    def rows(self, corner, chance, label):
        return torch.cat([corner.clamp(0, self.size), chance.unsqueeze(2), label.unsqueeze(2).float()], 2)


class Flipped(Exported):
    """The same, with the mean of the answers to each image as it is, flipped in width, in height, and in both."""

    def forward(self, images):
        seen = torch.cat([images, images.flip(2), images.flip(1), images.flip(1, 2)])
        raw, scores = self.detector.after_stem(self.stem(seen))
        reach, scores = upright(F.softplus(raw), reach=True), upright(scores.sigmoid(), reach=False)
        chance, label, index = self.best(scores)
        reach = reach.flatten(2).gather(2, index.unsqueeze(1).expand(-1, 4, -1)).transpose(1, 2)
        return self.rows(corners(reach, self.centre[index]), chance, label)


def upright(maps, reach):
    """The mean of 4 N maps of flipped images, each flipped back; in reaches left and right, up and down change places."""
    plain, wide, high, both = maps.chunk(4)
    wide, high, both = wide.flip(3), high.flip(2), both.flip(2, 3)
    if reach:
        wide, high, both = wide[:, [2, 1, 0, 3]], high[:, [0, 3, 2, 1]], both[:, [2, 3, 0, 1]]
    return (plain + wide + high + both) / 4
