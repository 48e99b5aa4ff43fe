/** Batches over time, one row a lane: a bar's length is the run, its height the shape, the pale part padding, the tick the prediction. */

import { colour, time } from "./text.js";

const SHOWN_MICROS = 4_000_000;
const KEPT = 2_000;
/** Reasons that have a colour of their own; others are quiet. */
const COLOURS = {
  "full": "green", "efficient": "green", "deadline": "amber", "oldest-waited": "amber", "backlog": "red", "idle-device": "blue", "slack": "violet",
  "drain": "teal", "bytes": "teal",
};

export class Lanes {
  #canvas;
  #said;
  #batches = [];
  #chosen = -1;
  #largest = 1;
  #skewMicros = -Infinity;

  constructor(canvas, legend, said) {
    this.#canvas = canvas;
    this.#said = said;
    for (const reason of ["idle-device", "deadline", "full", "backlog", "slack"]) {
      const swatch = document.createElement("i");
      swatch.style.background = `var(--${COLOURS[reason]})`;
      const item = document.createElement("span");
      item.append(swatch, reason);
      legend.append(item);
    }
    canvas.addEventListener("keydown", (event) => this.#key(event));
    canvas.addEventListener("click", (event) => this.#click(event));
    const frame = () => {
      if (!document.hidden) {
        this.#draw();
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  /** @param {object[]} batches as the feed tells them */
  add(batches) {
    for (const batch of batches) {
      this.#batches.push(batch);
      this.#largest = Math.max(this.#largest, batch.shape);
      // The server's clock may differ from this one's: the newest end seen is "now", nearly.
      this.#skewMicros = Math.max(this.#skewMicros - 200, batch.startedAtMicros + batch.actualMicros - Date.now() * 1_000);
    }
    if (this.#batches.length > KEPT) {
      const over = this.#batches.length - KEPT;
      this.#batches.splice(0, over);
      this.#chosen = Math.max(-1, this.#chosen - over);
    }
  }

  clear() {
    this.#batches = [];
    this.#chosen = -1;
    this.#skewMicros = -Infinity;
  }

  #geometry() {
    const now = Date.now() * 1_000 + (Number.isFinite(this.#skewMicros) ? this.#skewMicros : 0);
    const width = this.#canvas.clientWidth;
    const height = this.#canvas.clientHeight;
    const lanes = Math.max(1, ...this.#batches.map((b) => b.lane + 1));
    return { from: now - SHOWN_MICROS, width, height, lanes, row: height / lanes, scale: width / SHOWN_MICROS };
  }

  #draw() {
    const g = this.#geometry();
    const ratio = devicePixelRatio || 1;
    if (this.#canvas.width !== Math.round(g.width * ratio) || this.#canvas.height !== Math.round(g.height * ratio)) {
      this.#canvas.width = Math.round(g.width * ratio);
      this.#canvas.height = Math.round(g.height * ratio);
    }
    const pen = this.#canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, g.width, g.height);
    pen.strokeStyle = colour("line");
    pen.fillStyle = colour("quiet");
    pen.font = "11px system-ui, sans-serif";
    for (let lane = 0; lane < g.lanes; lane++) {
      const base = (lane + 1) * g.row - 14;
      pen.beginPath();
      pen.moveTo(0, base);
      pen.lineTo(g.width, base);
      pen.stroke();
      pen.fillText(`lane ${lane}`, 2, base + 12);
    }
    const tone = {};
    for (const name of [...new Set(Object.values(COLOURS)), "quiet", "ink"]) {
      tone[name] = colour(name);
    }
    for (let i = this.#batches.length - 1; i >= 0; i--) {
      const batch = this.#batches[i];
      const x = (batch.startedAtMicros - g.from) * g.scale;
      const w = Math.max(1, batch.actualMicros * g.scale);
      if (x + w < 0) {
        break;
      }
      const base = (batch.lane + 1) * g.row - 14;
      const full = (g.row - 24) * batch.shape / this.#largest;
      const real = full * batch.frames / batch.shape;
      pen.fillStyle = tone[COLOURS[batch.reason] ?? "quiet"];
      pen.globalAlpha = 0.25;
      pen.fillRect(x, base - full, w, full);
      pen.globalAlpha = 1;
      pen.fillRect(x, base - real, w, real);
      if (batch.predictedMicros > 0) {
        const end = x + batch.predictedMicros * g.scale;
        pen.fillStyle = tone.ink;
        pen.fillRect(end, base - full - 3, 1, full + 3);
      }
      if (i === this.#chosen) {
        pen.strokeStyle = tone.ink;
        pen.strokeRect(x - 1.5, base - full - 1.5, w + 3, full + 3);
      }
    }
  }

  #choose(index) {
    if (index < 0 || index >= this.#batches.length) {
      return;
    }
    this.#chosen = index;
    const b = this.#batches[index];
    this.#said.textContent = `Batch ${b.id} on lane ${b.lane}: ${b.frames} frames in shape ${b.shape}${b.shape > b.frames ? `, ${b.shape - b.frames} padding` : ""}; `
        + `went because ${b.reason} (${b.mode}), its oldest frame had waited ${time(b.waitedMicros)}; `
        + `ran ${time(b.actualMicros)}, expected ${b.predictedMicros > 0 ? time(b.predictedMicros) : "nothing yet"}.`;
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      this.#choose(this.#chosen < 0 ? this.#batches.length - 1 : this.#chosen + step);
      event.preventDefault();
    }
  }

  #click(event) {
    const g = this.#geometry();
    const at = g.from + event.offsetX / g.scale;
    const lane = Math.floor(event.offsetY / g.row);
    let nearest = -1;
    let distance = Infinity;
    this.#batches.forEach((batch, i) => {
      const away = Math.max(0, batch.startedAtMicros - at, at - batch.startedAtMicros - batch.actualMicros);
      if (batch.lane === lane && away < distance) {
        distance = away;
        nearest = i;
      }
    });
    this.#choose(nearest);
  }
}
