"""Drawn boards, piped from the Java simulator without end."""

import queue
import struct
import subprocess
import threading

import cv2
import numpy as np

MAGIC = 0x46424431
MAIN = "dev.framelot.load.board.BoardDataset"


def read(pipe):
    """One raw record: the grey picture and its boxes, rows of class, x1, y1, x2, y2."""
    head = pipe.read(16)
    if len(head) < 16:
        raise EOFError("the simulator has stopped")
    magic, width, height, count = struct.unpack(">4i", head)
    if magic != MAGIC:
        raise ValueError(f"no record starts with {magic:#x}")
    grey = np.frombuffer(pipe.read(width * height), np.uint8).reshape(height, width)
    raw = np.frombuffer(pipe.read(20 * count), np.dtype([("c", ">i4"), ("b", ">f4", (4,))]))
    return grey, np.concatenate([raw["c"][:, None].astype(np.float32), raw["b"].astype(np.float32)], 1)


class Stream:
    """Batches of boards. Half of each batch is newly drawn, half picked from the last `memory` boards."""

    def __init__(self, classes, size, seed, batch, memory=1024):
        self.process = subprocess.Popen(
            ["java", "-Djava.awt.headless=true", "-XX:+UseSerialGC", "-Xmx512m", "-cp", classes, MAIN,
             "--raw", "0", str(seed), str(size), "--varied"],
            stdout=subprocess.PIPE, bufsize=1 << 20)
        self.random = np.random.default_rng(seed)
        self.batch = batch
        self.memory = memory
        self.kept = []
        self.ready = queue.Queue(8)
        threading.Thread(target=self._pump, daemon=True).start()

    def _pump(self):
        turn = 0
        while True:
            fresh = [read(self.process.stdout) for _ in range(self.batch // 2)]
            again = [self.kept[i] for i in self.random.integers(0, len(self.kept), self.batch // 2)] if self.kept else fresh
            self.ready.put(fresh + again)
            for board in fresh:
                if len(self.kept) < self.memory:
                    self.kept.append(board)
                else:
                    self.kept[turn % self.memory] = board
                turn += 1

    def next(self):
        """A list of (grey, boxes)."""
        return self.ready.get()

    def close(self):
        """Ends the simulator."""
        self.process.terminate()


def turned(grey, boxes, way):
    """One of the eight flips and quarter turns of a square board."""
    side = grey.shape[0]
    boxes = boxes.copy()
    if way & 1:
        grey = grey[:, ::-1]
        boxes[:, [1, 3]] = side - boxes[:, [3, 1]]
    if way & 2:
        grey = grey[::-1]
        boxes[:, [2, 4]] = side - boxes[:, [4, 2]]
    if way & 4:
        grey = grey.T
        boxes = boxes[:, [0, 2, 1, 4, 3]]
    return grey, boxes


def prepared(boards, random):
    """Turns, relights and stacks boards: N x 1 x S x S in -1..1 and padded N x M x 5 boxes, class -1 for none."""
    most = max(1, max(len(boxes) for _, boxes in boards))
    pictures = np.empty((len(boards), 1) + boards[0][0].shape, np.float32)
    truth = np.full((len(boards), most, 5), -1, np.float32)
    for i, (grey, boxes) in enumerate(boards):
        grey, boxes = turned(grey, boxes, int(random.integers(8)))
        if random.random() < 0.4:  # as the demo's frames and most scans come, in JPEG
            quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(60, 98))]
            grey = cv2.imdecode(cv2.imencode(".jpg", np.ascontiguousarray(grey), quality)[1], cv2.IMREAD_GRAYSCALE)
        picture = grey.astype(np.float32) / 127.5 - 1
        if random.random() < 0.4:
            picture = picture * random.uniform(0.6, 1.05) + random.uniform(-0.2, 0.2)
        if random.random() < 0.2:
            picture = picture + random.standard_normal(picture.shape, np.float32) * random.uniform(0, 0.12)
        pictures[i, 0] = np.clip(picture, -1, 1)
        truth[i, : len(boxes)] = boxes
    return pictures, truth
