/* Small pieces that every part of the shop's page uses: building nodes, asking the server, the language in use. */
import { WORDS } from "./words.js";

const KEPT = "shop:locale";
const listeners = [];
let locale = new URLSearchParams(location.search).get("locale") || localStorage.getItem(KEPT) || document.documentElement.lang;
locale = locale.startsWith("zh") ? "zh" : "en";

export const language = () => locale;
export const words = () => WORDS[locale];
export const onLanguage = (listener) => listeners.push(listener);

export function speak(wanted) {
  locale = wanted;
  localStorage.setItem(KEPT, locale);
  listeners.forEach((listener) => listener());
}

export const $ = (id) => document.getElementById(id);

/** A node with attributes, listeners ("onclick") and children; strings become text. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** The JSON that an address answers with; throws an Error with `status` for any other than a success. */
export async function ask(path, body) {
  const response = await fetch(path, body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {});
  if (!response.ok) throw Object.assign(new Error(`${path}: ${response.status}`), { status: response.status });
  return response.json();
}

/** The widget's methods, once it is there. */
export const aisle = new Promise((ready) => {
  if (window.Aisle) ready(window.Aisle);
  else document.addEventListener("aisle:ready", () => ready(window.Aisle), { once: true });
});
