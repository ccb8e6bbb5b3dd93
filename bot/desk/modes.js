/* Which page of the desk is shown: the conversations, or one of those that leads alone have. */
import { $ } from "./page.js";

const pages = new Map(); // name, which is its section's id, to what happens when it is opened
let onConversation = () => {};

/** A lead's page; `opened` is called each time it comes into view. */
export const page = (name, opened) => pages.set(name, opened);

/** A page may ask for a conversation to be shown. */
export const whenConversationWanted = (listener) => { onConversation = listener; };
export const wantConversation = (id) => onConversation(id);

/** "talk", or a page's name. */
export function show(mode) {
  for (const name of pages.keys()) $(name).hidden = name !== mode;
  $("side").hidden = $("pane").hidden = mode !== "talk";
  for (const button of $("modes").children) button.setAttribute("aria-current", String(button.dataset.mode === mode));
  pages.get(mode)?.();
}

$("modes").addEventListener("click", (event) => { const button = event.target.closest("[data-mode]"); if (button) show(button.dataset.mode); });
