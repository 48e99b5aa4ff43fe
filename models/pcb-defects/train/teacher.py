"""A trained detector that looks at a board in its eight flips and quarter turns and averages what it sees.

Averaged like this its answers are better than those of one look; a detector that learns them beside the truth
needs the one look alone. After Hinton et al., Distilling the Knowledge in a Neural Network, arXiv 1503.02531.
"""

import os
import tempfile
import warnings

import numpy as np
import onnxruntime
import torch
from torch.nn import functional as F

from loss import overlap
from model import STRIDE, Detector, boxes
from turns import REACHES, WAYS, back, turned


class Answers(torch.nn.Module):
    """N x 1 x S x S in -1..1 to N x 10 x S/8 x S/8: reaches left, up, right, down (in 2 strides), then chances."""

    def __init__(self, detector):
        super().__init__()
        self.detector = detector

    def forward(self, grey):
        raw, scores = self.detector(grey)
        return torch.cat([F.softplus(raw), scores.sigmoid()], 1)


class Teacher:
    """Answers for one board at a time, on one thread. Not safe for several threads."""

    def __init__(self, checkpoint, size):
        detector = Detector()
        detector.load_state_dict(torch.load(checkpoint, map_location="cpu")["averaged"])
        with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = os.path.join(place, "teacher.onnx")
            torch.onnx.export(Answers(detector.eval()).eval(), (torch.zeros(1, 1, size, size),), path,
                              opset_version=17, dynamo=False, input_names=["grey"], output_names=["answers"])
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def answers(self, grey):
        """10 x S/8 x S/8, float16, of a grey board S x S in 0..255."""
        picture = grey.astype(np.float32) / 127.5 - 1
        total = 0.0
        for way in range(WAYS):
            seen = np.ascontiguousarray(turned(picture, way))[None, None]
            total = total + back(self.session.run(None, {"grey": seen})[0][0], way)
        return (total / WAYS).astype(np.float16)


def loss(raw, scores, answers, centre):
    """How far a detector's answers are from the teacher's: the cost of the scores, and of the boxes.

    A cell counts as much as the teacher or the detector thinks of it, so that the many empty ones do not drown the few.
    """
    scores = scores.float().flatten(2)
    chance = answers[:, REACHES:].float().flatten(2)
    weight = torch.maximum(chance, scores.sigmoid().detach()) + 0.02
    total = chance.amax(1).sum().clamp(min=1)
    cls = (F.binary_cross_entropy_with_logits(scores, chance, reduction="none") * weight).sum() / total
    seen = chance.amax(1) > 0.05
    reach = answers[:, :REACHES].float().flatten(2).transpose(1, 2) * (2 * STRIDE)
    taught = torch.cat([centre - reach[..., :2], centre + reach[..., 2:]], -1)
    _, generalised = overlap(boxes(raw.float().flatten(2), centre)[seen], taught[seen])
    box = ((1 - generalised) * chance.amax(1)[seen]).sum() / total
    return cls, box
