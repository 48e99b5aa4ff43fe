"""Measures how long an ONNX detector takes per shape, and how much memory it comes to hold.

python curve.py MODEL.onnx [--threads 1,2] [--batches 1,2,4,8,16,32] [--seconds 8] > curve.csv
Each shape runs in a process of its own, so that one shape's memory is not counted to the next.
"""

import argparse
import os
import resource
import subprocess
import sys
import time

import numpy as np


def one(model, threads, batch, seconds):
    """Prints one row: runs of one shape for about so many seconds, at least 5."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pictures = np.random.default_rng(1).integers(0, 2, (batch, 640, 640, 3), np.uint8) * 255
    for _ in range(2):
        session.run(None, {"images": pictures})
    spent = []
    started = time.perf_counter()
    while len(spent) < 5 or time.perf_counter() - started < seconds:
        start = time.perf_counter()
        session.run(None, {"images": pictures})
        spent.append(time.perf_counter() - start)
    middle = float(np.median(spent))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{threads},{batch},{len(spent)},{middle * 1e3:.1f},{middle / batch * 1e3:.2f},{batch / middle:.1f},"
          f"{min(spent) * 1e3:.1f},{loaded:.0f},{peak:.0f}", flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("model")
    options.add_argument("--threads", default="1,2")
    options.add_argument("--batches", default="1,2,4,8,16,32")
    options.add_argument("--seconds", type=float, default=8)
    options.add_argument("--one", action="store_true", help="this one shape, in this process")
    o = options.parse_args()
    if o.one:
        one(o.model, int(o.threads), int(o.batches), o.seconds)
        return
    print("threads,batch,runs,median_ms,ms_per_frame,frames_per_s,best_ms,loaded_mib,peak_mib", flush=True)
    for threads in o.threads.split(","):
        for batch in o.batches.split(","):
            subprocess.run(
                [sys.executable, os.path.abspath(__file__), o.model, "--one", "--threads", threads,
                 "--batches", batch, "--seconds", str(o.seconds)], check=True)


if __name__ == "__main__":
    main()
