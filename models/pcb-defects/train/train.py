"""Trains the detector on boards that the simulator draws; nothing else is read.

python train.py --classes DIR --out DIR --steps 12000 [--seed 1] [--batch 16 | --batch -1]
A run that was stopped goes on from its last checkpoint when started again with the same --out.
"""

import argparse
import copy
import csv
import math
import os
import resource
import time

import numpy as np
import torch

from boards import Stream, prepared
from loss import loss
from model import STRIDE, Detector, centres


def rate(step, done, peak, warm):
    """Warm-up over `warm` steps, flat until 40 % is done, then a half cosine down to a fiftieth."""
    if step < warm:
        return peak * (step + 1) / warm
    share = max(0.0, (done - 0.4) / 0.6)
    return peak * (0.02 + 0.98 * (1 + math.cos(math.pi * min(1.0, share))) / 2)


def fitting(detector, size, device, most=128):
    """The batch from 4 up, doubled each time, that trains the most boards a second and fits in memory."""
    best, fastest = 4, 0.0
    centre = centres(size // STRIDE, size // STRIDE, device)
    truth = torch.tensor([[[0.0, 100, 100, 140, 140]]], device=device)
    trial = copy.deepcopy(detector)
    batch = 4
    while batch <= most:
        try:
            pictures = torch.zeros(batch, 1, size, size, device=device).contiguous(memory_format=torch.channels_last)
            spent = []
            for _ in range(4):
                start = time.perf_counter()
                with torch.autocast(device, torch.bfloat16):
                    raw, scores = trial(pictures)
                loss(raw, scores, truth.expand(batch, -1, -1), centre)[0].backward()
                if device == "cuda":
                    torch.cuda.synchronize()
                spent.append(time.perf_counter() - start)
        except RuntimeError as error:  # out of memory, on either kind of device
            print(f"batch {batch} does not fit: {str(error).splitlines()[0]}")
            break
        speed = batch / min(spent[1:])
        print(f"batch {batch}: {speed:.0f} boards/s")
        if speed > fastest * 1.03:
            best, fastest = batch, speed
        batch *= 2
    return best


def resource_peak():
    """This process's largest resident size so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--classes", required=True, help="folder or jar with the simulator's classes")
    options.add_argument("--out", required=True, help="folder for checkpoints and the log")
    options.add_argument("--steps", type=int, default=12000)
    options.add_argument("--minutes", type=float, help="stop after this long instead of after --steps")
    options.add_argument("--batch", type=int, default=16, help="boards a step; -1 tries sizes and takes the fastest")
    options.add_argument("--size", type=int, default=384, help="side of a training board, pixels")
    options.add_argument("--rate", type=float, default=2e-3)
    options.add_argument("--warm-up", type=int, default=300, help="steps over which the rate rises")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--start", help="a checkpoint whose averaged weights a new run starts from")
    options.add_argument("--save-every", type=int, default=400)
    o = options.parse_args()

    os.makedirs(o.out, exist_ok=True)
    torch.manual_seed(o.seed)
    torch.set_num_threads(o.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    detector = Detector().to(device, memory_format=torch.channels_last).train()
    if o.start:
        detector.load_state_dict(torch.load(o.start, map_location=device)["averaged"], strict=False)
    if o.batch == -1:
        o.batch = fitting(detector, o.size, device)
        print("batch", o.batch)
    averaged = copy.deepcopy(detector).eval()
    decayed = [p for p in detector.parameters() if p.ndim > 1]
    plain = [p for p in detector.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}], lr=o.rate)
    step = 0
    checkpoint = os.path.join(o.out, "last.pt")
    if os.path.exists(checkpoint):
        saved = torch.load(checkpoint, map_location=device)
        detector.load_state_dict(saved["detector"])
        averaged.load_state_dict(saved["averaged"])
        optimiser.load_state_dict(saved["optimiser"])
        step = saved["step"]
    # Seeds below a million are for measuring; a run that goes on takes up unseen boards.
    stream = Stream(o.classes, o.size, 1_000_000 * (o.seed + 1) + step * o.batch, o.batch)
    random = np.random.default_rng((o.seed, step))
    side = o.size // STRIDE
    centre = centres(side, side, device)
    log = open(os.path.join(o.out, "log.csv"), "a", newline="")
    rows = csv.writer(log)
    if log.tell() == 0:
        rows.writerow(["step", "seconds", "rate", "class_loss", "box_loss"])
    started = time.time()
    worked = time.process_time()
    sums = np.zeros(2)
    since = 0
    first = step

    def done():
        return (time.time() - started) / 60 / o.minutes if o.minutes else step / o.steps

    def save():
        state = {
            "step": step, "detector": detector.state_dict(), "averaged": averaged.state_dict(),
            "optimiser": optimiser.state_dict()}
        torch.save(state, checkpoint + ".new")
        os.replace(checkpoint + ".new", checkpoint)

    while done() < 1:
        pictures, truth = prepared(stream.next(), random)
        pictures = torch.from_numpy(pictures).to(device, memory_format=torch.channels_last)
        now = rate(step, done(), o.rate, o.warm_up)
        for group in optimiser.param_groups:
            group["lr"] = now
        with torch.autocast(device, torch.bfloat16):
            raw, scores = detector(pictures)
        total, cls, box = loss(raw, scores, torch.from_numpy(truth).to(device), centre)
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(detector.parameters(), 5.0)
        optimiser.step()
        step += 1
        keep = min(0.998, (1 + step) / (20 + step))
        with torch.no_grad():
            for mean, value in zip(averaged.state_dict().values(), detector.state_dict().values()):
                if mean.dtype.is_floating_point:
                    mean.lerp_(value, 1 - keep)
                else:
                    mean.copy_(value)
        sums += [float(cls), float(box)]
        since += 1
        if step % 50 == 0:
            seconds = time.time() - started
            rows.writerow([step, f"{seconds:.0f}", f"{now:.5f}", f"{sums[0] / since:.4f}", f"{sums[1] / since:.4f}"])
            log.flush()
            print(step, f"{seconds:.0f}s", f"{sums[0] / since:.4f} {sums[1] / since:.4f}", flush=True)
            sums[:] = 0
            since = 0
        if step % o.save_every == 0:
            save()
    save()
    stream.close()
    peak = torch.cuda.max_memory_allocated() / 2**20 if device == "cuda" else resource_peak()
    print(f"{(step - first) * o.batch} boards in {time.time() - started:.0f} s, "
          f"{time.process_time() - worked:.0f} s of processor time, peak memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
