"""Made-up detections and objects, and what pycocotools says of them: numbers for EvaluationTest.

Run: python coco_eval.py (needs numpy and pycocotools 2.0.11) -> coco-boxes.csv, coco-figures.csv
"""
import csv
import io
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

HERE = Path(__file__).parent
IMAGES, CLASSES = 60, 4


def boxes(random):
    """Rows: image, kind (truth or found), class, x1, y1, x2, y2, confidence. Confidences have two digits: many are equal."""
    for image in range(IMAGES):
        for _ in range(random.integers(0, 9)):
            x, y = random.uniform(0, 500, 2)
            w, h = random.uniform(10, 140, 2)
            label = int(random.choice(CLASSES, p=[0.5, 0.3, 0.15, 0.05]))
            yield image, "truth", label, x, y, x + w, y + h, 1
            for _ in range(random.choice(4, p=[0.2, 0.5, 0.2, 0.1])):
                shift = random.normal(0, random.choice([0.03, 0.1, 0.3]), 4) * [w, h, w, h]
                kind = label if random.random() < 0.9 else int(random.integers(CLASSES))
                x1, y1, x2, y2 = np.array([x, y, x + w, y + h]) + shift
                yield image, "found", kind, x1, y1, max(x1 + 1, x2), max(y1 + 1, y2), round(random.beta(3, 2), 2)
        for _ in range(random.integers(0, 4)):
            x, y, w, h = random.uniform(5, 200, 4)
            yield image, "found", int(random.integers(CLASSES)), x, y, x + w, y + h, round(random.beta(1, 4), 2)
    # More of a class in one picture than count.
    for i in range(150):
        yield 0, "found", 0, 3.0 * i, 500.0, 3.0 * i + 20, 520.0, round(0.2 + i / 1000, 3)


def figures(rows):
    truth = COCO()
    truth.dataset = {
        "images": [{"id": i + 1} for i in range(IMAGES)],
        "categories": [{"id": c + 1} for c in range(CLASSES)],
        "annotations": [
            {"id": n + 1, "image_id": r[0] + 1, "category_id": r[2] + 1, "bbox": [r[3], r[4], r[5] - r[3], r[6] - r[4]],
             "area": (r[5] - r[3]) * (r[6] - r[4]), "iscrowd": 0}
            for n, r in enumerate(r for r in rows if r[1] == "truth")
        ],
    }
    truth.createIndex()
    found = truth.loadRes([
        {"image_id": r[0] + 1, "category_id": r[2] + 1, "bbox": [r[3], r[4], r[5] - r[3], r[6] - r[4]], "score": r[7]}
        for r in rows if r[1] == "found"
    ])
    for name, limits in (("0.33", [0.33]), ("0.5", [0.5]), ("coco", np.linspace(0.5, 0.95, 10))):
        run = COCOeval(truth, found, "bbox")
        run.params.iouThrs = np.array(limits)
        run.params.areaRng, run.params.areaRngLbl = [[0, 1e10]], ["all"]
        run.evaluate()
        run.accumulate()
        precision = run.eval["precision"][:, :, :, 0, -1]
        for c in range(CLASSES):
            yield name, c, precision[:, :, c].mean()
        yield name, "mean", precision[precision > -1].mean()


def main():
    rows = [(r[0], r[1], r[2], *(round(float(v), 2) for v in r[3:7]), r[7]) for r in boxes(np.random.default_rng(11))]
    with open(HERE / "coco-boxes.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("image", "kind", "class", "x1", "y1", "x2", "y2", "confidence"), *rows])
    with redirect_stdout(io.StringIO()):
        results = list(figures(rows))
    with open(HERE / "coco-figures.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("iou", "class", "ap"), *((n, c, f"{v:.6f}") for n, c, v in results)])


if __name__ == "__main__":
    main()
