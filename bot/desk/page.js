/* Small pieces that every part of the desk uses. Whatever the server sends becomes text, never markup. */
export const $ = (id) => document.getElementById(id);

/** A node with attributes, listeners ("onclick") and children; strings become text. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** A moment from the server (ISO text or epoch seconds) as a Date, or null. */
export function moment(value) {
  if (value === null || value === undefined || value === "") return null;
  const date = new Date(typeof value === "number" ? value * 1000 : value);
  return Number.isNaN(date.valueOf()) ? null : date;
}

export function clock(value) {
  const date = moment(value);
  if (!date) return "";
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(undefined, today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

export function ago(value) {
  const date = moment(value);
  if (!date) return "";
  const minutes = Math.max(0, Math.round((Date.now() - date) / 60_000));
  return minutes < 1 ? "just now" : minutes < 60 ? `${minutes} min` : minutes < 1440 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 1440)} d`;
}

/** An http(s) address, or null: nothing else may stand in a link or a picture. */
export function safeUrl(value) {
  try {
    const url = new URL(value, location.origin);
    return value && /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

let fading = 0;
export function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { $("toast").hidden = true; }, 7_000);
}
