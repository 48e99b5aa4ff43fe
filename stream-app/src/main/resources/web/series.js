/** The last minutes as lines over time, drawn with uPlot. */

import uPlot from "./lib/uplot/uPlot.esm.js";
import { clock, colour } from "./text.js";

const KEPT_SECONDS = 180;
const HEIGHT = 170;
/** Times of the day as everywhere on the page, whatever the browser's language is. */
const times = (u, ticks) => ticks.map((at) => clock(at * 1e6));

/** @typedef {{label: string, colour: string, value: (stats: object) => ?number, dash?: number[], fill?: boolean}} Line */

export class Series {
  #at = [];
  #values;
  #lines;
  #plot;
  #place;
  #height;

  /**
   * @param {HTMLElement} place
   * @param {Line[]} lines
   * @param {{say?: (v: number) => string, height?: () => number}} options
   */
  constructor(place, lines, { say = (v) => String(v), height = () => HEIGHT } = {}) {
    this.#height = height;
    this.#place = place;
    this.#lines = lines;
    this.#values = lines.map(() => []);
    this.#draw(say);
    new ResizeObserver(() => this.#plot.setSize({ width: Math.max(120, place.clientWidth), height: this.#height() })).observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#plot.destroy();
      this.#draw(say);
    });
  }

  #draw(say) {
    const axis = { stroke: colour("quiet"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line"), width: 1 } };
    this.#plot = new uPlot({
      width: Math.max(120, this.#place.clientWidth),
      height: this.#height(),
      cursor: { y: false },
      scales: { x: { time: true }, y: { range: (u, low, high) => [0, Math.max(1e-9, high ?? 1) * 1.1] } },
      axes: [{ ...axis, space: 90, values: times }, { ...axis, size: 62, values: (u, ticks) => ticks.map((v) => say(v)) }],
      series: [{}, ...this.#lines.map((line) => ({
        label: line.label,
        stroke: colour(line.colour),
        fill: line.fill ? `${colour(line.colour)}22` : undefined,
        width: line.dash ? 1 : 2,
        dash: line.dash,
        points: { show: false },
        value: (u, v) => (v === null || v === undefined ? "–" : say(v)),
      }))],
    }, [this.#at, ...this.#values], this.#place);
  }

  /** @param {{atMicros: number}} stats */
  add(stats) {
    const at = stats.atMicros / 1e6;
    if (this.#at.length > 0 && at <= this.#at[this.#at.length - 1]) {
      return;
    }
    this.#at.push(at);
    this.#lines.forEach((line, i) => this.#values[i].push(line.value(stats) ?? null));
    while (this.#at.length > 0 && this.#at[0] < at - KEPT_SECONDS) {
      this.#at.shift();
      this.#values.forEach((values) => values.shift());
    }
    if (!document.hidden) {
      this.#plot.setData([this.#at, ...this.#values]);
    }
  }
}

/** What a run costs by its shape: a line through the measured points, and b* as a vertical. */
export class CostCurve {
  #plot = null;
  #place;

  constructor(place) {
    this.#place = place;
  }

  /** @param {{shapes: {shape: number, runMicros: number, perFrameMicros: number}[], stableShape: number}} profile */
  show(profile) {
    const known = profile.shapes.filter((s) => s.runMicros > 0);
    const data = [known.map((s) => s.shape), known.map((s) => s.runMicros / 1_000), known.map((s) => s.perFrameMicros / 1_000)];
    this.#plot?.destroy();
    if (known.length === 0) {
      this.#plot = null;
      return;
    }
    const axis = { stroke: colour("quiet"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line"), width: 1 } };
    const marker = {
      hooks: {
        draw: (u) => {
          const x = u.valToPos(profile.stableShape, "x", true);
          u.ctx.save();
          u.ctx.strokeStyle = colour("amber");
          u.ctx.setLineDash([4, 4]);
          u.ctx.beginPath();
          u.ctx.moveTo(x, u.bbox.top);
          u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
          u.ctx.stroke();
          u.ctx.restore();
        },
      },
    };
    this.#plot = new uPlot({
      width: Math.max(120, this.#place.clientWidth),
      height: HEIGHT,
      scales: { x: { time: false, distr: 3, log: 2 }, y: { range: (u, low, high) => [0, high * 1.1] } },
      axes: [{ ...axis, values: (u, ticks) => ticks.map((v) => (Number.isInteger(Math.log2(v)) ? String(v) : "")) }, { ...axis, size: 62, values: (u, ticks) => ticks.map((v) => `${+v.toPrecision(3)} ms`) }],
      series: [{ label: "frames" }, { label: "run, ms", stroke: colour("blue"), width: 2 }, { label: "a frame, ms", stroke: colour("green"), width: 2 }],
      plugins: [marker],
    }, data, this.#place);
  }
}
