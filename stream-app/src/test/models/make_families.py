"""Writes a tiny model of each decoder family into families/, for the golden tests of dev.framelot.inference.family.

Each takes an image, pools it to the cells of its grids and puts a random 1x1 convolution on top (seeded by the family's name), so that
boxes and scores depend on every pixel, and then writes them as the published exports of its family do. They detect nothing;
golden.py tells what the published pre- and post-processing makes of them.

Run: python make_families.py (needs onnx and numpy; onnx 1.23 wrote the files kept here).
"""
import zlib
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent / "families"
SIDE = 64
F, H, U8, I64 = TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.UINT8, TensorProto.INT64


class Graph:
    def __init__(self, name, width=SIDE, height=SIDE, kind=F, nhwc=False, scale=1.0, batch="N"):
        self.random = np.random.default_rng(zlib.crc32(name.encode()))
        self.nodes, self.weights, self.outputs, self.count = [], [], [], 0
        self.width, self.height, self.batch = width, height, batch
        shape = [batch, height, width, 3] if nhwc else [batch, 3, height, width]
        self.inputs = [helper.make_tensor_value_info("images", kind, shape)]
        x = "images"
        if kind != F:
            x = self.op("Cast", x, to=F)
        if nhwc:
            x = self.op("Transpose", x, perm=[0, 3, 1, 2])
        self.image = self.op("Mul", x, self.floats(scale)) if scale != 1.0 else x

    def constant(self, array):
        self.count += 1
        self.weights.append(numpy_helper.from_array(array, f"c{self.count}"))
        return f"c{self.count}"

    def floats(self, values):
        return self.constant(np.array(values, np.float32))

    def ints(self, *values):
        return self.constant(np.array(values, np.int64))

    def op(self, kind, *inputs, **attributes):
        self.count += 1
        self.nodes.append(helper.make_node(kind, list(inputs), [f"t{self.count}"], **attributes))
        return f"t{self.count}"

    def head(self, strides, columns, spread=3.0):
        """[N, columns, cells]."""
        grids = []
        for stride in strides:
            pooled = self.op("AveragePool", self.image, kernel_shape=[stride, stride], strides=[stride, stride], ceil_mode=1)
            kernel = self.floats(self.random.normal(0, spread, (columns, 3, 1, 1)))
            bias = self.floats(self.random.normal(-0.5, 1, columns))
            grids.append(self.op("Reshape", self.op("Conv", pooled, kernel, bias), self.ints(0, columns, -1)))
        return grids[0] if len(grids) == 1 else self.op("Concat", *grids, axis=2)

    def quantise(self):
        """As dynamic quantisation does it: one scale from all frames of the batch."""
        names = ["q8", "q8scale", "q8zero"]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [self.image], names))
        self.image = self.op("DequantizeLinear", *names)

    def part(self, x, first, last, axis=1):
        return self.op("Slice", x, self.ints(first), self.ints(last), self.ints(axis))

    def sigmoid(self, x):
        return self.op("Sigmoid", x)

    def boxes(self, raw, unit):
        """Middles anywhere, sides up to half; [N, 4, cells]."""
        return self.op("Mul", self.sigmoid(raw), self.floats(np.array([unit[0], unit[1], unit[0] / 2, unit[1] / 2]).reshape(4, 1)))

    def corners(self, middles, yx=False):
        x, y, w, h = (self.part(middles, i, i + 1) for i in range(4))
        half = self.floats(0.5)
        w, h = self.op("Mul", w, half), self.op("Mul", h, half)
        x1, y1, x2, y2 = self.op("Sub", x, w), self.op("Sub", y, h), self.op("Add", x, w), self.op("Add", y, h)
        return self.op("Concat", *([y1, x1, y2, x2] if yx else [x1, y1, x2, y2]), axis=1)

    def rows(self, x):
        return self.op("Transpose", x, perm=[0, 2, 1])

    def best(self, classes):
        """Highest probability and its class, [N, 1, cells] each, as float."""
        number = self.op("Cast", self.op("ArgMax", classes, axis=1, keepdims=1), to=F)
        return self.op("ReduceMax", classes, axes=[1], keepdims=1), number

    def give(self, name, x, shape, kind=F):
        self.nodes.append(helper.make_node("Cast" if kind != F else "Identity", [x], [name], **({"to": kind} if kind != F else {})))
        self.outputs.append(helper.make_tensor_value_info(name, kind, shape))

    def write(self, name, **metadata):
        graph = helper.make_graph(self.nodes, "framelot-test", self.inputs, self.outputs, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10, producer_name="framelot")
        for key, value in metadata.items():
            entry = model.metadata_props.add()
            entry.key, entry.value = key, value
        onnx.checker.check_model(model, full_check=True)
        HERE.mkdir(exist_ok=True)
        (HERE / f"{name}.onnx").write_bytes(model.SerializeToString())


def cells(width, height, *strides):
    return sum(-(-width // s) * -(-height // s) for s in strides)


THREE, FOUR = (8, 16, 32), (8, 16, 32, 64)


def yolov8(name, classes=3, free=False, kind=F, out=F, nhwc=False, scale=1.0, batch="N", quantised=False, **metadata):
    g = Graph(name, kind=kind, nhwc=nhwc, scale=scale, batch=batch)
    if quantised:
        g.quantise()
    raw = g.head(THREE, 4 + classes)
    both = g.op("Concat", g.boxes(g.part(raw, 0, 4), (SIDE, SIDE)), g.sigmoid(g.part(raw, 4, 4 + classes)), axis=1)
    g.give("output0", both, [batch, 4 + classes, "boxes" if free else cells(SIDE, SIDE, *THREE)], out)
    if free:
        g.inputs = [helper.make_tensor_value_info("images", kind, [batch, 3, "height", "width"])]
    g.write(name, **metadata)


def yolov5(name, heads=False):
    g = Graph(name)
    raw = g.op("Concat", *[g.head(THREE, 8) for _ in range(3)], axis=2)
    both = g.op("Concat", g.boxes(g.part(raw, 0, 4), (SIDE, SIDE)), g.sigmoid(g.part(raw, 4, 8)), axis=1)
    g.give("output", g.rows(both), ["N", 3 * cells(SIDE, SIDE, *THREE), 8])
    for stride in THREE if heads else ():
        side = SIDE // stride
        head = g.op("Reshape", g.head((stride,), 3 * 8), g.ints(0, 3, 8, side, side))
        g.give(f"head{stride}", g.op("Transpose", head, perm=[0, 1, 3, 4, 2]), ["N", 3, side, side, 8])
    g.write(name)


def yolox(name):
    g = Graph(name, scale=1 / 255)
    raw = g.op("Add", g.head(THREE, 8), g.floats(1.5))
    place = g.op("Mul", g.part(raw, 0, 4), g.floats(0.4))
    g.give("output", g.rows(g.op("Concat", place, g.sigmoid(g.part(raw, 4, 8)), axis=1)), ["N", cells(SIDE, SIDE, *THREE), 8])
    g.write(name)


def nanodet(name, strides, classes):
    g = Graph(name)
    raw = g.head(strides, classes + 32, 1.5)
    g.give("output", g.rows(g.op("Concat", g.sigmoid(g.part(raw, 0, classes)), g.part(raw, classes, classes + 32), axis=1)),
           ["N", cells(SIDE, SIDE, *strides), classes + 32])
    g.write(name)


def nanodet_parts(name, classes, weighed):
    """Scores of each grid, then sides of each: as bins, or weighed into distances."""
    g = Graph(name)
    raws = [g.head((stride,), classes + 32, 1.5) for stride in THREE]
    for stride, raw in zip(THREE, raws):
        g.give(f"cls_pred_stride_{stride}", g.rows(g.sigmoid(g.part(raw, 0, classes))), ["N", cells(SIDE, SIDE, stride), classes])
    for stride, raw in zip(THREE, raws):
        sides = g.rows(g.part(raw, classes, classes + 32))
        if weighed:
            likely = g.op("Softmax", g.op("Reshape", sides, g.ints(0, -1, 4, 8)), axis=3)
            sides = g.op("Reshape", g.op("MatMul", likely, g.floats(np.arange(8).reshape(8, 1))), g.ints(0, -1, 4))
        g.give(f"dis_pred_stride_{stride}", sides, ["N", cells(SIDE, SIDE, stride), 4 if weighed else 32])
    g.write(name)


def fastestdet(name, side=176):
    g = Graph(name, side, side)
    raw = g.head((16,), 8)
    both = g.op("Concat", g.boxes(g.part(raw, 0, 4), (side, side)), g.sigmoid(g.part(raw, 4, 5)), g.op("Softmax", g.part(raw, 5, 8), axis=1), axis=1)
    g.give("output", g.rows(both), ["N", cells(side, side, 16), 8])
    g.write(name)


def end_to_end(name, **metadata):
    """Every box twice, with its two best classes."""
    g = Graph(name)
    raw = g.head((8,), 4 + 3)
    box = g.corners(g.boxes(g.part(raw, 0, 4), (SIDE, SIDE)))
    confidence, number = g.best(g.sigmoid(g.part(raw, 4, 7)))
    once = g.op("Concat", box, confidence, number, axis=1)
    less = g.op("Mul", confidence, g.floats(0.9))
    other = g.op("Mod", g.op("Add", number, g.floats(1)), g.floats(3), fmod=1)
    twice = g.op("Concat", g.op("Concat", box, less, other, axis=1), once, axis=2)
    g.give("output0", g.rows(twice), ["N", 128, 6])
    g.write(name, **metadata)


def rtdetr(name):
    g = Graph(name)
    raw = g.head((8,), 8)
    g.give("output0", g.rows(g.op("Concat", g.boxes(g.part(raw, 0, 4), (1, 1)), g.sigmoid(g.part(raw, 4, 8)), axis=1)), ["N", 64, 8])
    g.write(name, task="detect", description="framelot test model in the shape of RTDETR", names="{0: 'a', 1: 'b', 2: 'c', 3: 'd'}")


def detr(name):
    g = Graph(name)
    raw = g.head((8,), 7)
    g.give("logits", g.rows(g.part(raw, 4, 7)), ["N", 64, 3])
    g.give("pred_boxes", g.rows(g.boxes(g.part(raw, 0, 4), (1, 1))), ["N", 64, 4])
    g.write(name)


def dfine(name):
    """Boxes are in pixels of the size that is asked for."""
    g = Graph(name)
    g.inputs.append(helper.make_tensor_value_info("orig_target_sizes", I64, ["N", 2]))
    raw = g.head((8,), 7)
    confidence, number = g.best(g.sigmoid(g.part(raw, 4, 7)))
    size = g.op("Cast", "orig_target_sizes", to=F)
    size = g.op("Unsqueeze", g.op("Concat", size, size, axis=1), g.ints(1))
    boxes = g.op("Mul", g.rows(g.corners(g.boxes(g.part(raw, 0, 4), (1, 1)))), size)
    g.give("labels", g.op("Reshape", number, g.ints(0, -1)), ["N", 64], I64)
    g.give("boxes", boxes, ["N", 64, 4])
    g.give("scores", g.op("Reshape", confidence, g.ints(0, -1)), ["N", 64])
    g.write(name)


def dfine_flat(name, classes=80):
    """The best of all classes of all queries, as the authors' post-processor picks them: what a label is, is arithmetic on its place."""
    g = Graph(name)
    g.inputs.append(helper.make_tensor_value_info("orig_target_sizes", I64, ["N", 2]))
    raw = g.head((16,), 4 + classes)
    flat = g.op("Reshape", g.rows(g.sigmoid(g.part(raw, 4, 4 + classes))), g.ints(0, -1))
    g.count += 1
    scores, places = f"t{g.count}s", f"t{g.count}p"
    g.nodes.append(helper.make_node("TopK", [flat, g.ints(20)], [scores, places], axis=1))
    number = g.constant(np.array(classes, np.int64))
    query = g.op("Div", places, number)
    g.give("labels", g.op("Sub", places, g.op("Mul", query, number)), ["N", 20], I64)
    size = g.op("Cast", "orig_target_sizes", to=F)
    size = g.op("Unsqueeze", g.op("Concat", size, size, axis=1), g.ints(1))
    boxes = g.op("Mul", g.rows(g.corners(g.boxes(g.part(raw, 0, 4), (1, 1)))), size)
    g.give("boxes", g.op("GatherElements", boxes, g.op("Tile", g.op("Unsqueeze", query, g.ints(2)), g.ints(1, 1, 4)), axis=1), ["N", 20, 4])
    g.give("scores", scores, ["N", 20])
    g.write(name)


def ssd(name, classes, width=SIDE, height=SIDE):
    g = Graph(name, width, height)
    raw = g.head((8, 16), 5 + classes)
    count = cells(width, height, 8, 16)
    g.give("scores", g.rows(g.op("Softmax", g.part(raw, 4, 5 + classes), axis=1)), ["N", count, 1 + classes])
    g.give("boxes", g.rows(g.corners(g.boxes(g.part(raw, 0, 4), (1, 1)))), ["N", count, 4])
    g.write(name)


def ssd_nms(name):
    g = Graph(name, kind=U8, nhwc=True, scale=1 / 255)
    raw = g.head((8,), 7)
    confidence, number = g.best(g.sigmoid(g.part(raw, 4, 7)))
    g.give("detection_boxes", g.rows(g.corners(g.boxes(g.part(raw, 0, 4), (1, 1)), yx=True)), ["N", 64, 4])
    g.give("detection_classes", g.op("Reshape", g.op("Add", number, g.floats(1)), g.ints(0, -1)), ["N", 64])
    g.give("detection_scores", g.op("Reshape", confidence, g.ints(0, -1)), ["N", 64])
    # Half of the rows count.
    g.give("num_detections", g.op("ReduceSum", g.op("Mul", g.op("Reshape", confidence, g.ints(0, -1)), g.floats(0)), g.ints(1), keepdims=0), ["N"])
    g.nodes[-1] = helper.make_node("Add", [g.nodes[-1].input[0], g.floats(32)], ["num_detections"])
    g.write(name)


def classifier(name, logits=True):
    g = Graph(name)
    raw = g.op("Reshape", g.head((64,), 10), g.ints(0, 10))
    g.give("logits" if logits else "output0", raw if logits else g.op("Softmax", raw, axis=1), ["N", 10])
    g.write(name, **({} if logits else {"task": "classify", "names": "{" + ", ".join(f"{i}: 'kind {i}'" for i in range(10)) + "}"}))


def named(name, **metadata):
    yolov8(name, names="""{0: 'short', 1: "driver's seat", 2: 'spur'}""", **metadata)


if __name__ == "__main__":
    yolov8("yolov8")
    named("yolov8-free", free=True, task="detect", imgsz="[64, 64]", stride="32", license="MIT")
    yolov8("yolov8-half", kind=H, out=H)
    yolov8("yolov8-bytes", kind=U8, nhwc=True, scale=1 / 255)
    yolov8("yolov8-batch-1", batch=1)
    yolov8("yolov8-quantised", quantised=True)
    yolov5("yolov5")
    yolov5("yolov5-heads", heads=True)
    yolox("yolox")
    nanodet("nanodet-plus", FOUR, 5)
    nanodet("nanodet", THREE, 80)
    nanodet_parts("nanodet-parts", 5, weighed=False)
    nanodet_parts("nanodet-parts-weighed", 5, weighed=True)
    fastestdet("fastestdet")
    end_to_end("end-to-end", task="detect", names="{0: 'a', 1: 'b', 2: 'c'}", end2end="True")
    rtdetr("rtdetr")
    detr("detr")
    dfine("dfine")
    dfine_flat("dfine-flat")
    ssd("ssd", 3)
    ssd("ultraface", 1, 64, 48)
    ssd_nms("ssd-nms")
    classifier("classifier")
    classifier("classifier-ultralytics", logits=False)
