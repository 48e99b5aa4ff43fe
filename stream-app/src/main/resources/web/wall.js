/** The latest sampled frame of each camera, with its boxes; at most so many pictures at once, the newest win. */

import { call } from "./api.js";
import { colour, element, time } from "./text.js";

const MOST_CAMERAS = 64;
const MOST_LOADING = 6;
const STAGES = [
  ["decodeWaitMicros", "waits for decoding"], ["decodeMicros", "decoding"], ["batchWaitMicros", "waits for a batch"], ["laneWaitMicros", "waits for the lane"],
  ["runMicros", "run"], ["postProcessMicros", "boxes"], ["emitWaitMicros", "waits for frames before it"],
];

/** Draws the boxes of a result over its image. */
export function paint(canvas, bitmap, frame) {
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const pen = canvas.getContext("2d");
  pen.drawImage(bitmap, 0, 0);
  const line = Math.max(1.5, bitmap.width / 250);
  const size = Math.max(11, bitmap.width / 40);
  pen.lineWidth = line;
  pen.font = `600 ${size}px system-ui, sans-serif`;
  for (const box of frame.boxes) {
    pen.strokeStyle = "#ff3b6b";
    pen.strokeRect(box.x1, box.y1, box.x2 - box.x1, box.y2 - box.y1);
    const text = `${box.label} ${(box.confidence * 100).toFixed(0)} %`;
    const y = box.y1 > size + 4 ? box.y1 - 3 : box.y2 + size;
    pen.fillStyle = "#ff3b6bd0";
    pen.fillRect(box.x1 - line / 2, y - size, pen.measureText(text).width + 6, size + 4);
    pen.fillStyle = "#fff";
    pen.fillText(text, box.x1 + 2, y - 1);
  }
}

export class Wall {
  #place;
  #none;
  #cameras = new Map();
  #loading = 0;

  constructor(place, none) {
    this.#place = place;
    this.#none = none;
  }

  /** @param {object} frame as the feed tells it */
  add(frame) {
    let tile = this.#cameras.get(frame.camera);
    if (!tile) {
      if (this.#cameras.size >= MOST_CAMERAS) {
        return;
      }
      tile = this.#tile(frame.camera);
      this.#cameras.set(frame.camera, tile);
    }
    tile.frame = frame;
    this.#caption(tile, frame);
    tile.wanted = frame.image ? frame : null;
    this.#next();
  }

  /** Loads what is wanted, cameras in turn; a newer frame of a camera replaces the one that waits. */
  #next() {
    for (const [camera, tile] of this.#cameras) {
      if (this.#loading >= MOST_LOADING || document.hidden) {
        return;
      }
      if (tile.wanted && !tile.loading) {
        const frame = tile.wanted;
        tile.wanted = null;
        // To the end, so that the next free place is another camera's.
        this.#cameras.delete(camera);
        this.#cameras.set(camera, tile);
        this.#load(tile, frame);
      }
    }
  }

  clear(text) {
    this.#cameras.clear();
    this.#place.replaceChildren();
    this.#none.textContent = text;
    this.#none.hidden = false;
  }

  #tile(camera) {
    const canvas = element("canvas", { width: 4, height: 3 });
    const text = element("span", { class: "caption" });
    const button = element("button", { type: "button", "aria-label": `Frame of camera ${camera}: stages` }, canvas, text);
    const tile = { canvas, text, button, frame: null, loading: false, wanted: null, bitmap: null, shown: null };
    button.addEventListener("click", () => open(tile));
    button.dataset.camera = camera;
    const after = [...this.#place.children].find((other) => other.dataset.camera > camera);
    this.#place.insertBefore(button, after ?? null);
    this.#none.hidden = true;
    return tile;
  }

  #caption(tile, frame) {
    const kind = frame.fate === "detected" ? "" : frame.fate === "shed" ? "shed" : "dead";
    const said = frame.fate === "detected" ? `${frame.boxes.length} · ${time(frame.ageMicros)}` : `${frame.fate}: ${frame.reason}`;
    tile.text.replaceChildren(element("b", {}, frame.camera), element("span", { class: kind, title: frame.detail ?? "" }, said));
  }

  async #load(tile, frame) {
    tile.loading = true;
    this.#loading++;
    try {
      const bitmap = await createImageBitmap(await (await call(frame.image)).blob());
      tile.bitmap?.close();
      tile.bitmap = bitmap;
      tile.shown = frame;
      paint(tile.canvas, bitmap, frame);
      tile.canvas.dataset.boxes = String(frame.boxes.length);
    } catch {
      // The image is no longer kept, or is damaged (a dead letter's may be): the caption tells the fate all the same.
    } finally {
      tile.loading = false;
      this.#loading--;
      this.#next();
    }
  }
}

/** The stages of one frame, as bars on a common time line. */
function open(tile) {
  show(tile.shown ?? tile.frame, tile.bitmap);
}

export function show(frame, bitmap) {
  const dialog = document.getElementById("frame");
  document.getElementById("frame-title").textContent = `${frame.camera} · frame ${frame.sequence ?? frame.frameId}`;
  const picture = document.getElementById("frame-picture");
  picture.replaceChildren();
  if (bitmap) {
    const canvas = element("canvas");
    paint(canvas, bitmap, frame);
    picture.append(canvas);
  }
  const stages = document.getElementById("frame-stages");
  stages.replaceChildren();
  if (frame.stages) {
    const total = Math.max(1, STAGES.reduce((sum, [key]) => sum + (frame.stages[key] ?? 0), 0));
    let begin = 0;
    for (const [key, name] of STAGES) {
      const micros = frame.stages[key] ?? 0;
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("viewBox", "0 0 1000 10");
      svg.setAttribute("preserveAspectRatio", "none");
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      bar.setAttribute("x", String(begin / total * 1000));
      bar.setAttribute("width", String(Math.max(1, micros / total * 1000)));
      bar.setAttribute("height", "10");
      bar.setAttribute("fill", colour(key === "runMicros" ? "blue" : key.includes("Wait") ? "amber" : "green"));
      svg.append(bar);
      stages.append(element("div", { class: "stage" }, element("span", {}, name), svg, element("span", {}, time(micros))));
      begin += micros;
    }
  }
  const batch = frame.batch;
  document.getElementById("frame-batch").textContent = (frame.ageMicros === undefined ? "" : `${time(frame.ageMicros)} from capture to result. `)
      + (batch ? `Batch ${batch.id} on lane ${batch.lane}: ${batch.frames} frames in shape ${batch.shape}, went because ${batch.reason}.`
          : `${frame.fate}: ${frame.reason ?? ""} ${frame.detail ?? ""}`);
  dialog.showModal();
}
