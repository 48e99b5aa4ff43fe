"""Makes a checkpoint of a shipped ONNX file, so that training goes on from what is committed.

python resume.py MODEL.onnx CHECKPOINT --boards FOLDER     FOLDER holds images/, as BoardDataset writes them

In the file each convolution and its batch norm are one. They are parted again: the norm's mean and variance are
taken over the boards, its scale and offset are what gives the file's outputs. Where the network has grown wider since,
the new channels are as they start out and nobody listens to them, so that it still computes what the file does.
"""

import argparse
import glob
import os

import cv2
import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from torch import nn

from model import Detector, Exported

def convolutions(path):
    """Weights and offsets by the name of the module that they belong to, the first in its exported form."""
    graph = onnx.load(path).graph
    values = {v.name: numpy_helper.to_array(v) for v in graph.initializer}
    found = {}
    for node in graph.node:
        if node.op_type == "Conv":
            found[module(node.name.strip("/").split("/")[:-1])] = [torch.tensor(values[i]) for i in node.input[1:3]]
    return found


def module(place):
    """`coarse/blocks.0/body/body.1/body.1.0` names the module `coarse.blocks.0.body.1.0`."""
    path = []
    for part in place:
        words = part.split(".")
        # The exporter repeats the path within one container: blocks.0, body, body.1, body.1.0.
        while path and words and not words[0].isdigit() and words[0] in path[-len(words):]:
            path = path[: len(path) - 1 - path[::-1].index(words[0])]
        path += words
    return ".".join(path)


def columns(name, old, new):
    """Where the old input channels lie among the new ones."""
    if old == new:
        return list(range(old))
    if name == "context.0":
        return [k * (new // 3) + i for k in range(3) for i in range(old // 3)]
    if name == "others.compare.0":  # the width, which may have grown, then the answers
        answers = Detector().others.heads * Detector().others.narrow
        return list(range(old - answers)) + list(range(new - answers, new))
    return list(range(old))


def part(detector, shipped, pictures):
    """Fills the network from the file's weights while a batch of N x 1 x H x W in -1..1 passes through it."""
    names = {m: n for n, m in detector.named_modules()}
    hooks = []

    def fill(conv, name, following):
        weight, bias = shipped["stem.conv" if name == "stem.0" else name]
        if name == "stem.0":
            # What BytesStem folded in: three colours, and 0..255 to -1..1.
            weight = weight.unflatten(3, (-1, 3)).sum(4) * (255 / 2)
            bias = bias + weight.sum((1, 2, 3))
        outputs, inputs = weight.shape[:2]
        with torch.no_grad():
            where = columns(name, inputs, conv.weight.shape[1])
            conv.weight[:outputs] = 0
            conv.weight[:outputs, where] = weight
            if conv.bias is not None:
                conv.bias[:outputs] = bias

        def settle(norm, given):
            with torch.no_grad():
                mean = given[0].mean((0, 2, 3))
                variance = given[0].var((0, 2, 3), unbiased=False)
                norm.running_mean.copy_(mean)
                norm.running_var.copy_(variance)
                norm.weight[:outputs] = torch.sqrt(variance + norm.eps)[:outputs]
                norm.bias[:outputs] = bias + mean[:outputs]

        if following is not None:
            hooks.append(following.register_forward_pre_hook(settle))

    for holder in list(detector.modules()):
        children = list(holder.children())
        for child, following in zip(children, children[1:] + [None]):
            if isinstance(child, nn.Conv2d):
                fill(child, names[child], following if isinstance(following, nn.BatchNorm2d) else None)
    with torch.no_grad():
        detector.eval()(pictures)
    for hook in hooks:
        hook.remove()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("model")
    options.add_argument("checkpoint")
    options.add_argument("--boards", required=True)
    o = options.parse_args()
    torch.manual_seed(0)
    names = sorted(glob.glob(os.path.join(o.boards, "images", "*")))[:48]
    grey = np.stack([cv2.imread(name, cv2.IMREAD_GRAYSCALE) for name in names])
    detector = Detector()
    part(detector, convolutions(o.model), torch.from_numpy(grey).float()[:, None] / 127.5 - 1)
    colour = np.repeat(grey[:2, :, :, None], 3, 3)
    wanted = onnxruntime.InferenceSession(o.model, providers=["CPUExecutionProvider"]).run(None, {"images": colour})[0]
    with torch.no_grad():
        given = Exported(detector).eval()(torch.from_numpy(colour)).numpy()
    off = float(np.abs(np.sort(given[..., 4]) - np.sort(wanted[..., 4])).max())
    if off > 1e-3:
        raise SystemExit(f"the network gives confidences that differ from the file's by {off:.4f}, 0.001 at most is right")
    torch.save({"averaged": detector.state_dict()}, o.checkpoint)
    print(f"confidences agree within {off:.6f}")


if __name__ == "__main__":
    main()
