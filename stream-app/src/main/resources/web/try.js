/** An image of the viewer's own: sent as a camera's frame, its result awaited and shown. */

import { call, events, Refused } from "./api.js";
import { show } from "./wall.js";

const PATIENCE_MILLIS = 30_000;

export class TryImage {
  #said = document.getElementById("drop-said");
  #camera = `page-${crypto.randomUUID().slice(0, 8)}`;
  #sequence = 0;

  constructor() {
    const file = document.getElementById("file");
    file.addEventListener("change", () => {
      if (file.files.length > 0) {
        this.#send(file.files[0]);
        file.value = "";
      }
    });
    let depth = 0;
    addEventListener("dragenter", (event) => {
      event.preventDefault();
      depth++;
      document.body.classList.add("dropping");
    });
    addEventListener("dragleave", () => {
      depth = Math.max(0, depth - 1);
      document.body.classList.toggle("dropping", depth > 0);
    });
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      depth = 0;
      document.body.classList.remove("dropping");
      if (event.dataTransfer.files.length > 0) {
        this.#send(event.dataTransfer.files[0]);
      }
    });
  }

  async #send(file) {
    this.#said.textContent = `${file.name}: sending …`;
    const path = `/v1/cameras/${encodeURIComponent(this.#camera)}`;
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE_MILLIS);
    let accepted = null;
    const early = [];
    let whenFound;
    let whenFollowing;
    const following = new Promise((resolve) => {
      whenFollowing = resolve;
    });
    const found = new Promise((resolve, reject) => {
      whenFound = resolve;
      // Listening first, so that no result is missed; which frame it is, the POST tells.
      events(`${path}/results`, (name, result) => {
        if (name === "following") {
          whenFollowing();
        } else if (name === "result") {
          if (accepted && result.frameId === accepted.frameId) {
            resolve(result);
          } else {
            early.push(result);
          }
        }
      }, stop.signal).then(() => reject(new Error("the stream of results ended")), reject);
    });
    found.catch(() => {});
    try {
      await Promise.race([following, found]);
      accepted = await (await call(`${path}/frames?sequence=${this.#sequence++}`, {
        method: "POST", headers: { "Content-Type": file.type === "image/png" ? "image/png" : "image/jpeg" }, body: file,
      })).json();
      this.#said.textContent = `${file.name}: Kafka has it, waiting for its result …`;
      const waiting = early.find((result) => result.frameId === accepted.frameId);
      if (waiting) {
        whenFound(waiting);
      }
      const result = await found;
      if (result.fate === "detected") {
        this.#said.textContent = `${file.name}: ${result.boxes.length} boxes`;
        show(result, await createImageBitmap(file));
      } else {
        this.#said.textContent = `${file.name}: ${result.fate}, ${result.reason}: ${result.detail ?? ""}`;
      }
    } catch (failure) {
      this.#said.textContent = failure instanceof Refused ? `${file.name}: ${failure.message}`
          : stop.signal.aborted ? `${file.name}: no result within ${PATIENCE_MILLIS / 1000} s` : `${file.name}: ${failure.message}`;
    } finally {
      clearTimeout(patience);
      stop.abort();
    }
  }
}
