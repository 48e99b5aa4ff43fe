"""Writes a checkpoint's averaged weights as ONNX: python export.py CHECKPOINT OUT.onnx [--flips]

With --flips the graph looks at each image in four flips and averages the answers, at four times the cost.
"""

import sys
import warnings

import onnx
import torch

from evaluate import LABELS
from model import Detector, Exported, Flipped


def export(weights, path, graph=Exported):
    """Writes the weights at `path`, batch axis free."""
    detector = Detector()
    detector.load_state_dict(weights)
    wrapped = graph(detector.eval()).eval()
    sample = torch.zeros(2, 640, 640, 3, dtype=torch.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            wrapped, (sample,), path, opset_version=17, dynamo=False,
            input_names=["images"], output_names=["detections"],
            dynamic_axes={"images": {0: "N"}, "detections": {0: "N"}},
        )
    made = onnx.load(path)
    shape = made.graph.output[0].type.tensor_type.shape
    for axis, value in zip(shape.dim[1:], (300, 6)):
        axis.dim_value = value
    made.metadata_props.add(key="names", value=str(dict(enumerate(LABELS))))  # as Ultralytics writes them
    onnx.checker.check_model(made)
    onnx.save(made, path)


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[3:] not in ([], ["--flips"]):
        sys.exit(__doc__)
    weights = torch.load(sys.argv[1], map_location="cpu")["averaged"]
    export(weights, sys.argv[2], Flipped if sys.argv[3:] else Exported)
