"""Trains for one small budget of boards at several batch sizes, and measures time, memory and mAP of each.

python sweep.py --classes DIR --start CHECKPOINT --data FOLDER --out DIR [--boards 4800] > sweep.csv
The peak rate is --rate for 16 boards a step and grows with the root of the batch; a tenth of the steps warm up.
"""

import argparse
import math
import os
import re
import subprocess
import sys

import numpy as np

from evaluate import at_threshold, best_confidence, judged, precisions, run_over, session

HERE = os.path.dirname(os.path.abspath(__file__))
LAST = re.compile(r"(\d+) boards in (\d+) s, (\d+) s of processor time, peak memory (\d+) MiB")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--classes", required=True)
    options.add_argument("--start", required=True, help="the checkpoint that every size starts from")
    options.add_argument("--data", required=True, help="drawn boards for the mAP")
    options.add_argument("--out", required=True)
    options.add_argument("--boards", type=int, default=4800)
    options.add_argument("--rate", type=float, default=1e-3)
    options.add_argument("--batches", default="4,8,16,32,64,128")
    options.add_argument("--threads", type=int, default=2)
    o = options.parse_args()
    print("batch,steps,boards,seconds,seconds_per_step,seconds_per_1024,processor_seconds_per_1024,peak_mib,rate,map33,f33", flush=True)
    for batch in (int(b) for b in o.batches.split(",")):
        steps = max(1, o.boards // batch)
        rate = o.rate * math.sqrt(batch / 16)
        folder = os.path.join(o.out, f"batch-{batch}")
        said = subprocess.run(
            [sys.executable, os.path.join(HERE, "train.py"), "--classes", o.classes, "--out", folder,
             "--start", o.start, "--steps", str(steps), "--batch", str(batch), "--rate", str(rate),
             "--warm-up", str(max(1, steps // 10)), "--threads", str(o.threads)],
            check=True, stdout=subprocess.PIPE, text=True).stdout
        boards, seconds, worked, peak = (int(v) for v in LAST.search(said).groups())
        model = os.path.join(folder, "model.onnx")
        subprocess.run([sys.executable, os.path.join(HERE, "export.py"), os.path.join(folder, "last.pt"), model],
                       check=True, stdout=subprocess.DEVNULL)
        found, truths, totals = run_over(session(model, o.threads), o.data)
        verdicts = judged(found, truths, 0.33)
        mean = np.mean(precisions(verdicts, totals))
        f = at_threshold(verdicts, totals, best_confidence(verdicts, totals))[2]
        print(f"{batch},{steps},{boards},{seconds},{seconds / steps:.3f},{seconds / boards * 1024:.1f},"
              f"{worked / boards * 1024:.1f},{peak},"
              f"{rate:.5f},{mean:.4f},{f:.4f}", flush=True)


if __name__ == "__main__":
    main()
