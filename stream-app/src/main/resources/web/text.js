/** Numbers and times as a person reads them. All inputs may be null: not known. */

export const NONE = "–";

export function count(n) {
  return n === null || n === undefined ? NONE : Math.round(n).toLocaleString("en");
}

export function rate(n) {
  return n === null || n === undefined ? NONE : n < 10 ? n.toFixed(1) : count(n);
}

/** @param {?number} micros */
export function time(micros) {
  if (micros === null || micros === undefined) {
    return NONE;
  }
  const size = Math.abs(micros);
  if (size < 1_000) {
    return `${Math.round(micros)} µs`;
  }
  if (size < 10_000) {
    return `${(micros / 1_000).toFixed(1)} ms`;
  }
  if (size < 10_000_000) {
    return `${Math.round(micros / 1_000)} ms`;
  }
  return `${Math.round(micros / 1_000_000)} s`;
}

export function share(part) {
  return part === null || part === undefined ? NONE : `${(part * 100).toFixed(part > 0.999 || part < 0.9 ? 0 : 1)} %`;
}

export function clock(epochMicros) {
  return new Date(epochMicros / 1_000).toLocaleTimeString([], { hour12: false });
}

/** An element with text and children; never markup, so that a camera's name can't become any. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "class") {
      made.className = value;
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

/** A colour of the style sheet as it is now, light or dark. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
