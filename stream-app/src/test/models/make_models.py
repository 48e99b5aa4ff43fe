"""Writes the tiny ONNX models beside it, for the tests of dev.framelot.inference.

painted-boxes      uint8 [N,32,32,3] -> float32 [N,4,6]. Row k is painted on the frame: pixel (x=0, y=k) is (x1, y1, x2),
                   pixel (x=1, y=k) is (y2, 255 * confidence, class). So a test says what the model will find.
painted-boxes-nan  the same, but every number of a frame whose last pixel's red is 255 is NaN.
static-batch-2     painted-boxes for N = 2 only.
up-to-two          painted-boxes that takes no more than two frames, which nothing but a run of more shows.
wrong-rank         [N,24] instead of [N,4,6].
wrong-width        [N,3,8] instead of [N,4,6].
float-input        float32 instead of uint8.
unknown-operator   an operator of a domain that no runtime knows.
external-escape    a weight in a file outside the model's folder.
truncated          the first half of painted-boxes.

Run: python make_models.py (needs onnx and numpy; onnx 1.23 wrote the files kept here).
"""
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent


def ints(name, values):
    return numpy_helper.from_array(np.array(values, np.int64), name)


def floats(name, values):
    return numpy_helper.from_array(np.array(values, np.float32), name)


def painted(batch="N", rows=4, width=6, shape=None, nan=False, input_type=TensorProto.UINT8):
    shape = shape or [0, rows, width]
    nodes = [
        helper.make_node("Slice", ["images", "from", "to", "axes"], ["corner"]),
        helper.make_node("Cast", ["corner"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Reshape", ["numbers", "shape"], ["rows"]),
    ]
    weights = [ints("from", [0, 0]), ints("to", [4, 2]), ints("axes", [1, 2]), ints("shape", shape)]
    if shape == [0, 4, 6]:
        nodes.append(helper.make_node("Mul", ["rows", "scale"], ["scaled"]))
        weights.append(floats("scale", [1, 1, 1, 1, 1 / 255, 1]))
    else:
        nodes.append(helper.make_node("Identity", ["rows"], ["scaled"]))
    if nan:
        # (255 - red) / (255 - red) is one, or NaN.
        nodes += [
            helper.make_node("Slice", ["images", "last", "end", "last_axes"], ["pixel"]),
            helper.make_node("Cast", ["pixel"], ["red"], to=TensorProto.FLOAT),
            helper.make_node("Sub", ["most", "red"], ["rest"]),
            helper.make_node("Div", ["rest", "rest"], ["one"]),
            helper.make_node("Squeeze", ["one", "squeezed"], ["factor"]),
            helper.make_node("Mul", ["scaled", "factor"], ["detections"]),
        ]
        weights += [ints("last", [31, 31, 0]), ints("end", [32, 32, 1]), ints("last_axes", [1, 2, 3]), floats("most", 255), ints("squeezed", [3])]
    else:
        nodes.append(helper.make_node("Identity", ["scaled"], ["detections"]))
    out = [batch] + shape[1:]
    return nodes, weights, [helper.make_tensor_value_info("images", input_type, [batch, 32, 32, 3])], [
        helper.make_tensor_value_info("detections", TensorProto.FLOAT, out)
    ]


def model(nodes, weights, inputs, outputs, domains=()):
    graph = helper.make_graph(nodes, "framelot-test", inputs, outputs, weights)
    opsets = [helper.make_opsetid("", 17)] + [helper.make_opsetid(d, 1) for d in domains]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="framelot")


def write(name, made, check=True):
    if check:
        onnx.checker.check_model(made, full_check=True)
    (HERE / f"{name}.onnx").write_bytes(made.SerializeToString())


write("painted-boxes", model(*painted()))
write("painted-boxes-nan", model(*painted(nan=True)))
write("static-batch-2", model(*painted(batch=2)))

nodes, weights, inputs, outputs = painted()
# Row N - 1 of a table of two rows.
nodes[-1:] = [
    helper.make_node("Shape", ["images"], ["frames"], start=0, end=1),
    helper.make_node("Sub", ["frames", "one"], ["last"]),
    helper.make_node("Gather", ["table", "last"], ["factor"]),
    helper.make_node("Mul", ["scaled", "factor"], ["detections"]),
]
write("up-to-two", model(nodes, weights + [ints("one", [1]), floats("table", [1, 1])], inputs, outputs))

write("wrong-rank", model(*painted(shape=[0, 24])))
write("wrong-width", model(*painted(rows=3, width=8)))
write("float-input", model(*painted(input_type=TensorProto.FLOAT)))

nodes, weights, inputs, outputs = painted()
nodes[-1] = helper.make_node("Conjure", ["scaled"], ["detections"], domain="dev.framelot.nowhere")
write("unknown-operator", model(nodes, weights, inputs, outputs, ["dev.framelot.nowhere"]), check=False)

nodes, weights, inputs, outputs = painted()
outside = next(w for w in weights if w.name == "scale")
outside.ClearField("raw_data")
outside.data_location = TensorProto.EXTERNAL
for key, value in {"location": "../outside.bin", "offset": "0", "length": "24"}.items():
    entry = outside.external_data.add()
    entry.key, entry.value = key, value
write("external-escape", model(nodes, weights, inputs, outputs), check=False)

whole = (HERE / "painted-boxes.onnx").read_bytes()
(HERE / "truncated.onnx").write_bytes(whole[: len(whole) // 2])
