/** What is pursued, what each mode promises, and how to change it: with the version it was made for, so that two people don't overwrite each other. */

import { get, put, Refused } from "./api.js";
import { element } from "./text.js";

export class ModeForm {
  #form = document.getElementById("mode-form");
  #modes = document.getElementById("modes");
  #said = document.getElementById("mode-said");
  #now = null;
  #touched = false;

  constructor() {
    this.#form.addEventListener("input", () => {
      this.#touched = true;
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#change();
    });
  }

  /** @param {object} mode as GET /v1/mode tells it */
  show(mode) {
    const moved = this.#now !== null && this.#now.version !== mode.version;
    this.#now = mode;
    if (this.#modes.querySelector("input") === null) {
      for (const { mode: name, promise } of mode.modes) {
        this.#modes.append(element("label", { "data-mode": name },
            element("input", { type: "radio", name: "mode", value: name }), element("strong", {}, name), element("span", { class: "quiet" }, promise)));
      }
    }
    for (const label of this.#modes.querySelectorAll("label")) {
      label.classList.toggle("inforce", label.dataset.mode === mode.mode);
    }
    if (!this.#touched || moved) {
      this.#touched = false;
      this.#form.elements.mode.value = mode.mode;
      this.#form.elements.slo.value = mode.slo;
      this.#form.elements.drop.value = mode.drop;
      this.#form.elements.maxFrames.value = mode.maxFrames;
    }
    this.#form.querySelector("button").disabled = !mode.live;
    if (!mode.live) {
      this.#said.textContent = "The control topic does not exist, so nothing can be changed live: framelot topics create makes it.";
    } else if (!this.#touched && this.#said.dataset.kind !== "refused") {
      this.#said.textContent = mode.version === 0 ? "As the settings say." : `Version ${mode.version}, by ${mode.issuedBy}.`;
    }
  }

  /** Another version is in force: fetch it. */
  async heard(version) {
    if (this.#now !== null && version !== this.#now.version) {
      this.show(await get("/v1/mode"));
    }
  }

  async #change() {
    const given = this.#form.elements;
    const wanted = { version: this.#now.version, by: "live page" };
    for (const [field, value] of [["mode", given.mode.value], ["slo", given.slo.value.trim()], ["drop", given.drop.value], ["maxFrames", Number(given.maxFrames.value)]]) {
      if (value !== this.#now[field]) {
        wanted[field] = value;
      }
    }
    if (Object.keys(wanted).length === 2) {
      this.#said.textContent = "That is in force already.";
      return;
    }
    this.#said.textContent = "changing …";
    try {
      const next = await put("/v1/mode", wanted);
      this.#said.dataset.kind = "done";
      this.#touched = false;
      this.show(next);
    } catch (failure) {
      this.#said.dataset.kind = "refused";
      this.#said.textContent = failure instanceof Refused
          ? `Not changed: ${failure.message}${failure.allowed.length > 0 ? ` Allowed: ${failure.allowed.join(", ")}.` : ""}`
          : `Not changed: ${failure.message}`;
      if (failure instanceof Refused && failure.status === 409) {
        this.show(await get("/v1/mode"));
      }
    }
  }
}
