/** The HTTP API. A token, where one is needed, is asked for once and kept for the tab's life. */

const KEY = "framelot-token";

function headers(more = {}) {
  const token = sessionStorage.getItem(KEY);
  return token ? { ...more, Authorization: `Bearer ${token}` } : more;
}

/** What the server said was wrong (RFC 9457), as one sentence. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail || problem?.title || `HTTP ${status}`);
    this.status = status;
    this.allowed = problem?.allowed || [];
  }
}

export async function call(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: headers(options.headers) });
  if (answer.ok) {
    return answer;
  }
  let problem = null;
  try {
    problem = await answer.json();
  } catch {
    // A proxy's answer is no problem+json; the status must do.
  }
  if (answer.status === 401 || answer.status === 403) {
    await askForToken();
  }
  throw new Refused(answer.status, problem);
}

export async function get(path) {
  return (await call(path)).json();
}

export async function put(path, body) {
  return (await call(path, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })).json();
}

let asking = null;

function askForToken() {
  asking ??= new Promise((resolve) => {
    const dialog = document.getElementById("token");
    dialog.addEventListener("close", () => {
      const given = document.getElementById("token-text").value.trim();
      if (given) {
        sessionStorage.setItem(KEY, given);
      }
      asking = null;
      resolve();
    }, { once: true });
    dialog.showModal();
  });
  return asking;
}

/**
 * Server-sent events read with fetch, because an EventSource can't send a token.
 *
 * @param {string} path
 * @param {(event: string, data: object) => void} heard
 * @param {AbortSignal} signal
 * @returns when the stream has ended
 * @throws {Refused} the server refused
 */
export async function events(path, heard, signal) {
  const answer = await call(path, { headers: { Accept: "text/event-stream" }, signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  while (true) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    rest += value;
    let end;
    while ((end = rest.indexOf("\n\n")) >= 0) {
      let name = "message";
      const data = [];
      for (const line of rest.slice(0, end).split("\n")) {
        if (line.startsWith("event:")) {
          name = line.slice(6).trim();
        } else if (line.startsWith("data:")) {
          data.push(line.slice(5).trimStart());
        }
      }
      rest = rest.slice(end + 2);
      if (data.length > 0) {
        heard(name, JSON.parse(data.join("\n")));
      }
    }
  }
}

/** Keeps the feed open, again after each end, later each time up to 5 s. Changing the query reopens it. */
export class Feed {
  #heard;
  #state;
  #query = "";
  #abort = null;
  #waitMillis = 250;

  /** @param {(connected: boolean, why: string) => void} state */
  constructor(heard, state) {
    this.#heard = heard;
    this.#state = state;
  }

  /** @param {string} query such as "frames=1" */
  open(query) {
    this.#query = query;
    if (this.#abort) {
      this.#abort.abort();
    } else {
      this.#run();
    }
  }

  async #run() {
    while (true) {
      this.#abort = new AbortController();
      const query = this.#query;
      try {
        await events(`/v1/live${query ? `?${query}` : ""}`, (name, data) => {
          this.#waitMillis = 250;
          this.#heard(name, data);
        }, this.#abort.signal);
        this.#state(false, "the application ended the stream; trying again");
      } catch (failure) {
        if (this.#query === query) {
          this.#state(false, failure instanceof Refused ? failure.message : "no connection to the application; trying again");
        } else {
          continue;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, this.#waitMillis));
      this.#waitMillis = Math.min(5_000, this.#waitMillis * 2);
    }
  }
}
