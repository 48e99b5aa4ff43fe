/** The live page: one feed, told to its parts. Nothing here outlives a reload but the token. */

import { Feed, get } from "./api.js";
import { Lanes } from "./lanes.js";
import { ModeForm } from "./mode.js";
import { CostCurve, Series } from "./series.js";
import { clock, count, element, rate, share, time } from "./text.js";
import { TryImage } from "./try.js";
import { Wall } from "./wall.js";

const MOST_NOTES = 50;
const by = (id) => document.getElementById(id);
const millis = (micros) => (micros === null || micros === undefined ? null : micros / 1_000);
const sum = (counts) => Object.values(counts ?? {}).reduce((all, n) => all + n, 0);
const asMillis = (v) => (v >= 1_000 ? `${+(v / 1_000).toPrecision(3)} s` : `${+v.toPrecision(3)} ms`);

const lanes = new Lanes(by("lanes"), by("lanes-legend"), by("lanes-said"));
const wall = new Wall(by("wall"), by("wall-none"));
const mode = new ModeForm();
const curve = new CostCurve(by("curve"));
const latency = new Series(by("latency"), [
  { label: "p50", colour: "blue", value: (s) => millis(s.latency?.p50Micros) },
  { label: "p99", colour: "violet", value: (s) => millis(s.latency?.p99Micros) },
  { label: "SLO", colour: "red", dash: [6, 4], value: (s) => (s.latency?.sloMicros > 0 ? millis(s.latency.sloMicros) : null) },
], { say: asMillis, height: () => (innerWidth >= 960 ? 330 : 170) });
const rates = new Series(by("rate"), [
  { label: "in", colour: "teal", value: (s) => s.arrivalsPerSecond },
  { label: "out", colour: "green", value: (s) => s.outcomesPerSecond },
], { say: (v) => `${+v.toPrecision(3)}` });
const backlog = new Series(by("backlog"), [
  { label: "in flight", colour: "blue", value: (s) => s.framesInFlight },
  { label: "for a batch", colour: "amber", value: (s) => s.waitingForBatch },
  { label: "in Kafka (lag)", colour: "red", value: (s) => s.lag },
], { say: (v) => count(v) });
let before = null;
const sizes = new Series(by("batch"), [
  { label: "real frames", colour: "green", value: (s) => mean(s, "batchFrames") },
  { label: "places", colour: "blue", value: (s) => mean(s, "batchPlaces") },
  { label: "b*", colour: "amber", dash: [4, 4], value: (s) => s.stableShape },
], { say: (v) => `${+v.toPrecision(3)}` });

/** Of the batches since the stats before. */
function mean(stats, field) {
  const batches = before ? stats.batches - before.batches : 0;
  return batches > 0 ? (stats[field] - before[field]) / batches : null;
}

let instance = null;
let application = "";
let asked = 0;

function health(good, text) {
  by("health").textContent = text;
  by("health").className = good ? "good" : "bad";
}

function note(atMicros, text) {
  by("notes").prepend(element("li", {}, element("time", {}, clock(atMicros)), ` ${text}`));
  while (by("notes").children.length > MOST_NOTES) {
    by("notes").lastChild.remove();
  }
}

/** Which model serves, and which one watches; of those beside main the route too. */
function models(told) {
  const parts = told.models.filter((model) => model.state === "serving" || model.state === "shadow").map((model) => {
    const main = model.route === "main";
    if (model.state === "shadow") {
      return `shadow${main ? "" : ` of ${model.route}`}: ${model.name} ${model.version}`;
    }
    return `${main ? "" : `${model.route}: `}${model.name} ${model.version} on ${model.provider}`;
  });
  by("model").textContent = [...parts, application].join(" · ");
}

function hello(state) {
  if (instance !== null && instance !== state.instance) {
    note(Date.now() * 1_000, "The application was started again");
    lanes.clear();
    before = null;
  }
  instance = state.instance;
  application = state.application;
  models(state);
  document.title = `Framelot · ${state.application}`;
  mode.show(state.mode);
  for (const [feature, there] of Object.entries(state.features)) {
    document.body.classList.toggle(`has-${feature}`, there);
  }
  costs();
}

async function costs() {
  const profile = await get("/v1/profile").catch(() => null);
  if (profile) {
    curve.show(profile);
    const best = [...profile.shapes].filter((s) => s.perFrameMicros > 0).sort((a, b) => a.perFrameMicros - b.perFrameMicros)[0];
    by("curve-said").textContent = best
        ? `As learned so far. b* is ${profile.stableShape}; the least per frame is ${time(best.perFrameMicros)} at ${best.shape}, ${count(best.framesPerSecond)} frames/s of a lane.`
        : "Nothing has run yet.";
  }
}

function tiles(stats) {
  const onTime = stats.latency?.onTimeShare;
  const rows = [
    ["in, frames/s", rate(stats.arrivalsPerSecond)],
    ["out, frames/s", rate(stats.outcomesPerSecond)],
    ["p50", time(stats.latency?.p50Micros)],
    ["p99", time(stats.latency?.p99Micros), stats.latency?.sloMicros > 0 && stats.latency.p99Micros > stats.latency.sloMicros ? "bad" : ""],
    ["on time", share(onTime), onTime === null || onTime === undefined ? "" : onTime < 0.99 ? "bad" : "good"],
    ["load", share(stats.load), stats.load > 1 ? "bad" : ""],
    ["b*", count(stats.stableShape)],
    ["lag", count(stats.lag)],
    ["in flight", count(stats.framesInFlight)],
    ["predicted ÷ actual", stats.predictedOverActual === null ? "–" : stats.predictedOverActual.toFixed(2)],
    ["left out", count(sum(stats.shed)), sum(stats.shed) > 0 ? "bad" : ""],
    ["dead letters", count(sum(stats.deadLettered)), sum(stats.deadLettered) > 0 ? "bad" : ""],
  ];
  by("tiles").replaceChildren(...rows.map(([name, value, kind]) => element("div", { class: kind ?? "" }, element("dt", {}, name), element("dd", {}, value))));
}

function table(id, rows) {
  by(id).tBodies[0].replaceChildren(...rows.map(([name, n]) => element("tr", {}, element("td", {}, name), element("td", {}, count(n)))));
}

function stats(told) {
  tiles(told);
  for (const series of [latency, rates, backlog, sizes]) {
    series.add(told);
  }
  before = told;
  table("fates", [["taken", told.taken], ["detected", told.detected],
    ...Object.entries(told.shed).map(([reason, n]) => [`left out: ${reason}`, n]),
    ...Object.entries(told.deadLettered).map(([reason, n]) => [`dead letter: ${reason}`, n])]);
  table("reasons", Object.entries(told.batchReasons).sort((a, b) => b[1] - a[1]));
  health(told.ready, told.ready ? `ready · ${told.stream.toLowerCase()}` : `not ready: ${told.reasons.join("; ") || told.stream}`);
  mode.heard(told.modeVersion).catch(() => {});
  if (++asked % 5 === 0) {
    costs();
  }
}

const feed = new Feed((name, data) => {
  switch (name) {
    case "hello": return hello(data);
    case "batches": return lanes.add(data.batches);
    case "stats": return stats(data);
    case "frame": return wall.add(data);
    case "note":
      if (data.kind === "model") {
        get("/v1/models").then(models).catch(() => {});
      }
      return note(data.atMicros, data.text);
    default: return undefined;
  }
}, (connected, why) => health(connected, why));

function reopen() {
  const wanted = by("sampling").checked;
  if (!wanted) {
    wall.clear("Frames are not sent to this page until you ask for them.");
  } else {
    wall.clear("waiting for a frame …");
  }
  feed.open(wanted ? `frames=${by("per-second").value}` : "");
}

by("sampling").addEventListener("change", reopen);
by("per-second").addEventListener("change", () => by("sampling").checked && reopen());
new TryImage();
feed.open("");
