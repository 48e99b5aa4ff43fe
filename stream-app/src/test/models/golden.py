"""The boxes that each family's published pre- and post-processing gives: numbers for the golden tests.

Written apart from the Java code, with onnxruntime, numpy and OpenCV. One thing is ours and not the publishers': a box has one label,
suppression is by class, and intersection over union counts no extra pixel.

python golden.py                              families/*.onnx on drawn images -> golden-families.csv
python golden.py MODELS [MORE ...] A.jpg ...  yolo11n, yolox_nano ... found in the folders, on photographs -> golden-photos.csv

Columns: model, image, x1, y1, x2, y2 (pixels of the image), confidence, class.
"""
import csv
import sys
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

HERE = Path(__file__).parent


# ---- images -------------------------------------------------------------------------------------------------------------

def wave(value, period):
    return np.abs(value % (2 * period) - period) * 255 // period


def drawn(width, height):
    """RGB; DrawnImage.java draws the same."""
    y, x = np.mgrid[:height, :width]
    return np.stack([wave(x + 2 * y, 37), wave(3 * x - y + 400, 53), wave(x * y // 16, 29)], 2).astype(np.uint8)


DRAWN = {"landscape": drawn(100, 80), "portrait": drawn(61, 97), "small": drawn(24, 24), "wide": drawn(301, 50)}


# ---- before the model ---------------------------------------------------------------------------------------------------

def letterbox(image, width, height, value=114):
    """Ultralytics: centred, sizes rounded half to even."""
    h, w = image.shape[:2]
    r = min(height / h, width / w)
    nw, nh = int(round(w * r)), int(round(h * r))
    dw, dh = (width - nw) / 2, (height - nh) / 2
    resized = cv2.resize(image, (nw, nh), interpolation=cv2.INTER_LINEAR) if (nw, nh) != (w, h) else image
    top, bottom = int(round(dh - 0.1)), int(round(dh + 0.1))
    left, right = int(round(dw - 0.1)), int(round(dw + 0.1))
    plane = cv2.copyMakeBorder(resized, top, bottom, left, right, cv2.BORDER_CONSTANT, value=(value,) * 3)

    def back(boxes):
        pad_x, pad_y = round((width - round(w * r)) / 2 - 0.1), round((height - round(h * r)) / 2 - 0.1)
        return (boxes - [pad_x, pad_y, pad_x, pad_y]) / r

    return plane, back


def top_left(image, width, height):
    """YOLOX: in the corner, sizes cut."""
    h, w = image.shape[:2]
    r = min(height / h, width / w)
    plane = np.full((height, width, 3), 114, np.uint8)
    resized = cv2.resize(image, (int(w * r), int(h * r)), interpolation=cv2.INTER_LINEAR)
    plane[: int(h * r), : int(w * r)] = resized
    return plane, lambda boxes: boxes / r


def stretch(image, width, height):
    h, w = image.shape[:2]
    plane = cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR)
    return plane, lambda boxes: boxes * [w / width, h / height, w / width, h / height]


UNIT = (0, 255)
FACES = (127, 128)
IMAGENET = (np.array([123.675, 116.28, 103.53]), np.array([58.395, 57.12, 57.375]))
# place, BGR, mean and deviation, confidence, IoU
NANODET = (lambda i, w, h: letterbox(i, w, h, 0), True, (IMAGENET[0][::-1], IMAGENET[1][::-1]), 0.35, 0.6)
BEFORE = {
    "yolov8": (letterbox, False, UNIT, 0.25, 0.7),
    "yolov5": (letterbox, False, UNIT, 0.25, 0.45),
    "end-to-end": (letterbox, False, UNIT, 0.25, 1),
    "yolox": (top_left, True, (0, 1), 0.25, 0.45),
    "nanodet": NANODET,
    "nanodet-parts": NANODET,
    "fastestdet": (stretch, True, UNIT, 0.65, 0.45),
    "rtdetr": (stretch, False, UNIT, 0.25, 1),
    "detr": (stretch, False, UNIT, 0.4, 1),
    "dfine": (stretch, False, UNIT, 0.4, 1),
    "ssd": (stretch, False, FACES, 0.4, 0.45),
    "ultraface": (stretch, False, FACES, 0.7, 0.3),
    "ssd-nms": (stretch, False, (0, 1), 0.4, 1),
    "classifier": (stretch, False, IMAGENET, 0.01, 1),
    "classifier-ultralytics": (stretch, False, UNIT, 0.01, 1),
    # PaddleOCR keeps the ratio and pads to the right; here, as its card in GoldenPhotosTest says, stretched.
    "classifier-paddle": (stretch, True, (127.5, 127.5), 0.01, 1),
}


# ---- after the model: boxes as corners in pixels of the plane, scores, classes ------------------------------------------

def corners(m):
    return np.concatenate([m[:, :2] - m[:, 2:4] / 2, m[:, :2] + m[:, 2:4] / 2], 1)


def yolov8(out, w, h):
    p = out[0][0].T
    return corners(p[:, :4]), p[:, 4:].max(1), p[:, 4:].argmax(1)


def yolov5(out, w, h):
    p = out[0][0]
    scores = p[:, 5:] * p[:, 4:5]
    return corners(p[:, :4]), scores.max(1), scores.argmax(1)


def yolox(out, w, h):
    p = out[0][0].copy()
    grids, strides = [], []
    for s in (8, 16, 32):
        xv, yv = np.meshgrid(np.arange(w // s), np.arange(h // s))
        grids.append(np.stack((xv, yv), 2).reshape(-1, 2))
        strides.append(np.full((len(grids[-1]), 1), s))
    grid, stride = np.concatenate(grids), np.concatenate(strides)
    p[:, :2] = (p[:, :2] + grid) * stride
    p[:, 2:4] = np.exp(p[:, 2:4]) * stride
    return yolov5([p[None]], w, h)


def nanodet(out, w, h):
    p = out[0][0]
    count = p.shape[1] - 32
    plus = len(p) != sum((-(-w // s)) * (-(-h // s)) for s in (8, 16, 32))
    boxes, at = [], 0
    for s in (8, 16, 32, 64) if plus else (8, 16, 32):
        columns, rows = -(-w // s), -(-h // s)
        xv, yv = np.meshgrid(np.arange(columns), np.arange(rows))
        centre = (np.stack([xv, yv], 2).reshape(-1, 2) + (0 if plus else 0.5)) * s
        bins = p[at : at + rows * columns, count:].reshape(-1, 4, 8)
        e = np.exp(bins - bins.max(2, keepdims=True))
        d = (e / e.sum(2, keepdims=True) * np.arange(8)).sum(2) * s
        boxes.append(np.concatenate([centre - d[:, :2], centre + d[:, 2:]], 1))
        at += rows * columns
    return np.concatenate(boxes), p[:, :count].max(1), p[:, :count].argmax(1)


def nanodet_parts(out, w, h):
    """Older exports: the scores of every grid, then the sides, which are bins or distances."""
    grids = len(out) // 2
    boxes, scores = [], []
    for i, s in enumerate((8, 16, 32)[:grids]):
        score, side = out[i][0], out[grids + i][0]
        if side.shape[1] == 32:
            bins = np.exp(side.reshape(-1, 4, 8).astype(np.float64))
            side = (bins / bins.sum(2, keepdims=True)) @ np.arange(8)
        columns = -(-w // s)
        for cell in range(len(score)):
            x, y = (cell % columns + 0.5) * s, (cell // columns + 0.5) * s
            left, top, right, bottom = side[cell] * s
            boxes.append((x - left, y - top, x + right, y + bottom))
        scores.append(score)
    scores = np.concatenate(scores)
    return np.array(boxes), scores.max(1), scores.argmax(1)


def end_to_end(out, w, h):
    p = out[0][0]
    seen, keep = set(), []
    for i in np.argsort(-p[:, 4], kind="stable"):
        if p[i, :4].tobytes() not in seen:
            seen.add(p[i, :4].tobytes())
            keep.append(i)
    p = p[keep]
    return p[:, :4], p[:, 4], p[:, 5].round().astype(int)


def rtdetr(out, w, h):
    p = out[0][0]
    return corners(p[:, :4] * [w, h, w, h]), p[:, 4:].max(1), p[:, 4:].argmax(1)


def detr(out, w, h):
    scores = 1 / (1 + np.exp(-out["logits"][0]))
    return corners(out["pred_boxes"][0] * [w, h, w, h]), scores.max(1), scores.argmax(1)


def dfine(out, w, h):
    boxes, scores, labels = out["boxes"][0], out["scores"][0], out["labels"][0]
    once = {}
    for i in np.argsort(-scores, kind="stable"):
        once.setdefault(boxes[i].tobytes(), i)
    keep = list(once.values())
    return boxes[keep], scores[keep], labels[keep]


def ssd(out, w, h):
    scores = out["scores"][0][:, 1:]
    return out["boxes"][0] * [w, h, w, h], scores.max(1), scores.argmax(1)


def ssd_nms(out, w, h):
    n = int(out["num_detections"][0])
    boxes = out["detection_boxes"][0][:n][:, [1, 0, 3, 2]] * [w, h, w, h]
    return boxes, out["detection_scores"][0][:n], out["detection_classes"][0][:n].astype(int) - 1


AFTER = {
    "yolov8": yolov8, "yolov5": yolov5, "yolox": yolox, "nanodet": nanodet, "fastestdet": yolov5, "end-to-end": end_to_end,
    "nanodet-parts": nanodet_parts, "rtdetr": rtdetr, "detr": detr, "dfine": dfine, "ssd": ssd, "ultraface": ssd, "ssd-nms": ssd_nms,
}


def suppressed(boxes, scores, classes, limit):
    kept = []
    for i in np.argsort(-scores, kind="stable"):
        mates = [k for k in kept if classes[k] == classes[i]]
        if mates and limit < 1:
            low, high = np.maximum(boxes[i, :2], boxes[mates, :2]), np.minimum(boxes[i, 2:], boxes[mates, 2:])
            inner = np.clip(high - low, 0, None).prod(1)
            union = (boxes[i, 2:] - boxes[i, :2]).prod() + (boxes[mates, 2:] - boxes[mates, :2]).prod(1) - inner
            if (inner / union).max() > limit:
                continue
        kept.append(i)
    return kept


class Outputs(dict):
    """By name, and by place."""

    def __getitem__(self, key):
        return list(self.values())[key] if isinstance(key, int) else super().__getitem__(key)


# Height and width for graphs that take any and do not say which they were trained for.
SIDES = {"ch_ppocr_mobile_v2.0_cls_infer": (48, 192)}


class Reference:
    def __init__(self, path, family):
        self.session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        self.family = family
        self.input = self.session.get_inputs()[0]
        shape = [d if isinstance(d, int) else None for d in self.input.shape]
        self.nhwc = shape[3] == 3
        sides = SIDES.get(Path(path).stem, (None, None))
        self.height, self.width = [s or d or self.usual_side() for s, d in zip(sides, shape[1:3] if self.nhwc else shape[2:4])]

    def usual_side(self):
        return int(self.session.get_modelmeta().custom_metadata_map["imgsz"].strip("[]").split(",")[0])

    def find(self, rgb):
        place, bgr, (mean, deviation), least, limit = BEFORE[self.family]
        height, width = rgb.shape[:2]
        plane, back = place(rgb, self.width, self.height)
        if self.input.type == "tensor(uint8)":
            x = plane
        else:
            x = ((plane[:, :, ::-1] if bgr else plane).astype(np.float32) - mean) / deviation
            x = x.astype(np.float16 if "float16" in self.input.type else np.float32)
        feed = {self.input.name: np.ascontiguousarray((x if self.nhwc else x.transpose(2, 0, 1))[None])}
        for extra in self.session.get_inputs()[1:]:
            feed[extra.name] = np.array([[self.width, self.height]], np.int64)
        out = Outputs({o.name: v.astype(np.float32) for o, v in zip(self.session.get_outputs(), self.session.run(None, feed))})
        if self.family.startswith("classifier"):
            scores = out[0][0]
            if abs(scores.sum() - 1) > 0.01 or scores.min() < 0:
                scores = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()
            best = np.argsort(-scores, kind="stable")[:5]
            return [(0, 0, width, height, scores[i], i) for i in best if scores[i] >= 0.01]
        boxes, scores, classes = AFTER[self.family](out, self.width, self.height)
        boxes, scores, classes = np.asarray(boxes, np.float64), np.asarray(scores, np.float64), np.asarray(classes)
        sure = scores >= least
        boxes, scores, classes = boxes[sure], scores[sure], classes[sure]
        clipped = np.clip(back(boxes), 0, [width, height, width, height])
        seen = (clipped[:, 2] > clipped[:, 0]) & (clipped[:, 3] > clipped[:, 1])
        boxes, scores, classes, clipped = boxes[seen], scores[seen], classes[seen], clipped[seen]
        kept = suppressed(boxes, scores, classes, limit)[:300]
        return [(*clipped[i], scores[i], classes[i]) for i in kept]


def write(name, rows):
    with open(HERE / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["model", "image", "x1", "y1", "x2", "y2", "confidence", "class"])
        for model, image, found in rows:
            for x1, y1, x2, y2, confidence, number in found:
                writer.writerow([model, image, *(f"{v:.2f}" for v in (x1, y1, x2, y2)), f"{confidence:.4f}", int(number)])


FAMILY_OF = {
    "yolov5-heads": "yolov5", "nanodet-parts-weighed": "nanodet-parts", "dfine-flat": "dfine",
    "yolov5n_quant": "yolov5", "yolov10n_int8": "end-to-end", "nanodet_m": "nanodet-parts", "nanodet_m_0.5x": "nanodet-parts",
    "deimv2_hgnetv2_atto_coco": "dfine", "deimv2_hgnetv2_femto_coco": "dfine",
    "yolov8-free": "yolov8", "yolov8-half": "yolov8", "yolov8-bytes": "yolov8", "yolov8-batch-1": "yolov8", "yolov8-quantised": "yolov8", "nanodet-plus": "nanodet",
    "ch_ppocr_mobile_v2.0_cls_infer": "classifier-paddle", "yolo11n": "yolov8", "yolo11n_int8": "yolov8", "yolox_nano": "yolox", "ultraface-rfb-320": "ultraface",
}


PHOTOGRAPHED = (
    "yolo11n", "yolo11n_int8", "yolox_nano", "ultraface-rfb-320", "fastestdet", "ch_ppocr_mobile_v2.0_cls_infer", "yolov5n_quant", "yolov10n_int8",
    "nanodet_m", "nanodet_m_0.5x", "deimv2_hgnetv2_atto_coco", "deimv2_hgnetv2_femto_coco",
)


def main():
    if len(sys.argv) == 1:
        rows = []
        for path in sorted((HERE / "families").glob("*.onnx")):
            reference = Reference(path, FAMILY_OF.get(path.stem, path.stem))
            rows += [(path.stem, name, reference.find(image)) for name, image in DRAWN.items()]
        write("golden-families.csv", rows)
        return
    folders = [Path(folder) for folder in sys.argv[1:] if not folder.endswith(".jpg")]
    images = [Path(image) for image in sys.argv[1:] if image.endswith(".jpg")]
    rows = []
    for model in PHOTOGRAPHED:
        path = next(folder / f"{model}.onnx" for folder in folders if (folder / f"{model}.onnx").exists())
        reference = Reference(path, FAMILY_OF.get(model, model))
        for image in images:
            rows.append((model, image.name, reference.find(cv2.cvtColor(cv2.imread(str(image)), cv2.COLOR_BGR2RGB))))
    write("golden-photos.csv", rows)


if __name__ == "__main__":
    main()
