/* What was not clearly understood: the list on the left, one message on the right (explain.js), learning at the top. */
import { explain, leave } from "./explain.js";
import { refreshLearning } from "./learning.js";
import { page, wantConversation } from "./modes.js";
import { $, ago, element, toast } from "./page.js";
import { call, me } from "./server.js";
import { endedOf, whyOf } from "./words.js";

const narrow = matchMedia("(max-width: 760px)"); // list and message stand in each other's place (unclear.css)
let groups = []; // each a list of messages that ask the same, the first one shown
let intents = [];
let chosen = null; // the id of the message that is being explained

page("unclear", () => refresh(true));

export async function refresh(open = false) {
  try {
    const [list, known] = await Promise.all([call("/api/desk/unclear"), intents.length ? { intents } : call("/api/desk/intents")]);
    groups = list.groups;
    intents = known.intents;
  } catch (failure) {
    if (failure.status !== 401) toast(failure.message);
    return;
  }
  draw();
  refreshLearning();
  if (open && !narrow.matches && !(chosen && groups.some(([first]) => first.id === chosen))) choose(groups[0]?.[0].id ?? null);
}

function row(group) {
  const [first, ...others] = group;
  const times = group.reduce((sum, each) => sum + each.times, 0);
  return element("button", { type: "button", class: "row", "data-id": first.id, "aria-current": first.id === chosen ? "true" : null, onclick: () => choose(first.id) },
    element("span", { class: "said-unclear" }, first.text),
    element("span", { class: "row-tags" },
      element("span", { class: "tag times", title: "conversations in which it was said" }, `${times}×`),
      element("span", { class: "tag" }, whyOf(first)),
      first.ended ? element("span", { class: `tag ended ${first.ended}` }, endedOf(first)) : null,
      others.length ? element("span", { class: "tag" }, `${others.length} alike`) : null,
      element("span", { class: "quiet" }, ago(first.last_at))));
}

function draw() {
  const waiting = groups.reduce((sum, group) => sum + group.length, 0);
  $("unclear-number").textContent = waiting ? String(waiting) : "";
  const focused = $("unclear-rows").contains(document.activeElement) ? document.activeElement.dataset.id : null;
  $("unclear-rows").replaceChildren(...(groups.length ? groups.map(row) : [element("p", { class: "empty" }, "Nothing waits: everything was clear, or is explained.")]));
  if (focused) [...$("unclear-rows").children].find((node) => node.dataset.id === focused)?.focus();
}

function choose(id) {
  chosen = id;
  const group = groups.find(([first]) => first.id === id);
  $("unclear").classList.toggle("reading", Boolean(group));
  draw();
  if (group) explain(group, intents, { done, undo, showConversation: wantConversation, back: () => { chosen = null; $("unclear").classList.remove("reading"); draw(); } });
  else leave(groups.length ? "Choose a message on the left." : "Nothing waits to be explained.");
}

/** A message was explained or discarded: the next one, which is the most helpful that is left. */
async function done(said) {
  toast(said);
  const at = groups.findIndex(([first]) => first.id === chosen);
  const next = groups[at + 1]?.[0].id ?? groups[at - 1]?.[0].id ?? null;
  chosen = null;
  intents = []; // one more example, or one more intent
  await refresh();
  choose(groups.some(([first]) => first.id === next) ? next : groups[0]?.[0].id ?? null);
}

async function undo() {
  try {
    const { message } = await call("/api/desk/unclear/undo", {});
    toast(message ? `Taken back: “${message.text}” waits again.` : "There is nothing to take back.");
    intents = [];
    await refresh();
    if (message) choose(groups.find((group) => group.some((each) => each.id === message.id))?.[0].id ?? message.id);
  } catch (failure) {
    toast(failure.message);
  }
}

$("unclear-undo").addEventListener("click", undo);
setInterval(() => { if (me()?.lead && !document.hidden) refresh(); }, 20_000); // what was said since; the pane stays as it is
