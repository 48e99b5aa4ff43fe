"""Measures an ONNX detector on pictures with labels in DeepPCB's format, and times it.

python evaluate.py MODEL.onnx FOLDER [--confidence 0.4]     FOLDER holds images/ and labels/
Without --confidence the threshold with the best F on this very folder is searched and shown.
"""

import argparse
import glob
import os
import time

import cv2
import numpy as np
import onnxruntime

LABELS = ["open", "short", "mousebite", "spur", "spurious_copper", "pin_hole"]


def iou(box, others):
    """IoU of one corner box with rows of them."""
    low = np.maximum(box[:2], others[:, :2])
    high = np.minimum(box[2:4], others[:, 2:4])
    inner = np.clip(high - low, 0, None).prod(1)
    return inner / ((box[2:4] - box[:2]).prod() + (others[:, 2:4] - others[:, :2]).prod(1) - inner + 1e-9)


def suppressed(rows, limit=0.5):
    """Class-aware suppression; rows come best first."""
    kept = []
    for row in rows:
        same = np.array([k for k in kept if k[5] == row[5]])
        if len(same) == 0 or iou(row[:4], same[:, :4]).max() <= limit:
            kept.append(row)
    return np.array(kept).reshape(-1, 6)


def session(path, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def folder(path):
    """Pairs of picture (RGB) and truth rows class, x1, y1, x2, y2."""
    for name in sorted(glob.glob(os.path.join(path, "images", "*"))):
        stem = os.path.splitext(os.path.basename(name))[0]
        with open(os.path.join(path, "labels", stem + ".txt")) as lines:
            rows = [[int(v) for v in line.replace(",", " ").split()] for line in lines if line.strip()]
        truth = np.array([[r[4] - 1, *r[:4]] for r in rows], np.float32).reshape(-1, 5)
        yield cv2.cvtColor(cv2.imread(name), cv2.COLOR_BGR2RGB), truth


def judged(found, truths, limit):
    """For every detection, best first: confidence, class, right or not."""
    order = sorted(((row, i) for i, rows in enumerate(found) for row in rows), key=lambda e: -e[0][4])
    used = [np.zeros(len(t), bool) for t in truths]
    out = []
    for row, i in order:
        truth = truths[i]
        right = False
        if len(truth):
            match = iou(row[:4], truth[:, 1:]) * (truth[:, 0] == row[5]) * ~used[i]
            best = match.argmax()
            if match[best] >= limit:
                used[i][best] = True
                right = True
        out.append((row[4], int(row[5]), right))
    return out


def average_precision(right, total):
    """Area under the interpolated precision-recall curve."""
    if total == 0 or len(right) == 0:
        return 0.0
    hits = np.cumsum(right)
    precision = np.maximum.accumulate((hits / np.arange(1, len(right) + 1))[::-1])[::-1]
    return float((precision * np.asarray(right)).sum() / total)


def at_threshold(verdicts, totals, confidence):
    kept = [v for v in verdicts if v[0] >= confidence]
    hits = sum(v[2] for v in kept)
    precision = hits / max(1, len(kept))
    recall = hits / max(1, sum(totals))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def timed(path, picture):
    for threads in (1, 2):
        model = session(path, threads)
        feed = {"images": picture[None]}
        for _ in range(10):
            model.run(None, feed)
        spent = []
        for _ in range(100):
            start = time.perf_counter()
            model.run(None, feed)
            spent.append(time.perf_counter() - start)
        print(f"{threads} thread(s): median {np.median(spent) * 1e3:.1f} ms, best {min(spent) * 1e3:.1f} ms a frame")


def run_over(model, data):
    """What a session finds on each picture of a folder, the truths beside it, and how many of each class there are."""
    found, truths = [], []
    for picture, truth in folder(data):
        rows = model.run(None, {"images": picture[None]})[0][0]
        found.append(suppressed(rows[rows[:, 4] > 0.01]))
        truths.append(truth)
    totals = [sum(int((t[:, 0] == c).sum()) for t in truths) for c in range(len(LABELS))]
    return found, truths, totals


def precisions(verdicts, totals):
    """Average precision of each class."""
    return [average_precision([v[2] for v in verdicts if v[1] == c], totals[c]) for c in range(len(LABELS))]


def best_confidence(verdicts, totals):
    """The threshold, in hundredths, that gives the best F on these very pictures."""
    return max(np.arange(0.05, 0.95, 0.01), key=lambda c: at_threshold(verdicts, totals, c)[2])


def main():
    options = argparse.ArgumentParser()
    options.add_argument("model")
    options.add_argument("folder")
    options.add_argument("--confidence", type=float)
    options.add_argument("--time", action="store_true")
    o = options.parse_args()
    model = session(o.model, 2)
    found, truths, totals = run_over(model, o.folder)
    print(f"{len(truths)} pictures, {sum(totals)} boxes")
    for limit in (0.33, 0.5):
        verdicts = judged(found, truths, limit)
        each = precisions(verdicts, totals)
        print(f"IoU {limit}: mAP {np.mean(each):.3f}  " + "  ".join(f"{n} {a:.3f}" for n, a in zip(LABELS, each)))
        confidence = best_confidence(verdicts, totals) if o.confidence is None else o.confidence
        precision, recall, f = at_threshold(verdicts, totals, confidence)
        print(f"IoU {limit}: at confidence {confidence:.2f} precision {precision:.3f} recall {recall:.3f} F {f:.3f}")
        for c, name in enumerate(LABELS):
            own = [v for v in verdicts if v[1] == c]
            p, r, _ = at_threshold(own, [totals[c]], confidence)
            print(f"    {name:16s} precision {p:.3f} recall {r:.3f}")
    if o.time:
        timed(o.model, next(folder(o.folder))[0])


if __name__ == "__main__":
    main()
