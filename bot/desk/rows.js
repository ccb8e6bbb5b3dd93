/* The list on the left: waiting, mine, recent. Asks again whenever the server says that the queue changed. */
import { $, ago, element, toast } from "./page.js";
import { isComplaint, levelOf, ownerOf, reasonOf } from "./words.js";
import { call } from "./server.js";

const EMPTY = { waiting: "Nobody is waiting. Well done.", mine: "You have no conversations. Take one from Waiting.", recent: "Nothing yet." };
const lists = { waiting: [], mine: [], recent: [] };
const known = new Set(); // those waiting that the agent has already been shown
let current = "waiting";
let selected = null;
let onChoose = () => {};
let asked = false;
let timer = 0;

export const whenChosen = (listener) => { onChoose = listener; };
export const rowOf = (id) => Object.values(lists).flat().find((row) => row.id === id);
export const nameOf = (row) => row?.shopper?.name || (typeof row?.shopper === "string" && row.shopper) || "Guest";

export function select(id) {
  selected = id;
  draw();
}

function row(conversation) {
  const isNew = current === "waiting" && !known.has(conversation.id);
  const since = conversation.waiting_since || conversation.updated_at;
  const [level, label] = levelOf(conversation);
  return element("button", { type: "button", class: `row ${isNew ? "fresh" : ""} ${isComplaint(conversation) ? "complaint" : ""}`, "aria-current": conversation.id === selected ? "true" : null, "data-id": conversation.id, onclick: () => onChoose(conversation.id) },
    element("span", { class: "row-top" }, element("strong", {}, nameOf(conversation)), element("span", { class: "quiet" }, ago(since))),
    element("span", { class: "row-why" }, reasonOf(conversation)),
    element("span", { class: "row-last" }, conversation.last_text || ""),
    element("span", { class: "row-tags" }, element("span", { class: `badge ${level}` }, label), element("span", { class: `tag ${conversation.owner || ""}` }, ownerOf(conversation)), element("span", { class: "tag" }, conversation.locale || "")));
}

function draw() {
  for (const tab of $("tabs").children) {
    const view = tab.dataset.view;
    tab.setAttribute("aria-selected", String(view === current));
    tab.tabIndex = view === current ? 0 : -1;
    const number = tab.querySelector(".number");
    if (number) number.textContent = lists[view].length ? String(lists[view].length) : "";
  }
  $("rows").setAttribute("aria-labelledby", `tab-${current}`);
  const focused = $("rows").contains(document.activeElement) ? document.activeElement.dataset.id : null;
  $("rows").replaceChildren(...(lists[current].length ? lists[current].map(row) : [element("p", { class: "empty" }, EMPTY[current])]));
  if (focused) [...$("rows").children].find((node) => node.dataset.id === focused)?.focus();
  document.title = lists.waiting.length ? `(${lists.waiting.length}) Desk` : "Desk";
  document.documentElement.classList.toggle("someone-new", lists.waiting.some((one) => !known.has(one.id)));
}

export async function refresh() {
  try {
    const views = [...new Set(["waiting", "mine", current])];
    const answers = await Promise.all(views.map((view) => call(`/api/desk/conversations?view=${view}`)));
    views.forEach((view, i) => { lists[view] = answers[i].conversations || []; });
    if (!asked) lists.waiting.forEach((one) => known.add(one.id)); // on arrival nothing is new
    asked = true;
    for (const id of known) if (!lists.waiting.some((one) => one.id === id)) known.delete(id);
    draw();
  } catch (failure) {
    if (failure.status !== 401) toast(failure.message);
  }
}

/** Several changes in a moment make one request. */
export function refreshSoon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, 150);
}

export function seen(id) {
  known.add(id);
  draw();
}

export function show(view) {
  current = view;
  draw();
  refresh();
}

$("tabs").addEventListener("click", (event) => { const tab = event.target.closest("[data-view]"); if (tab) show(tab.dataset.view); });
$("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...$("tabs").children];
  const next = tabs[(tabs.findIndex((tab) => tab.dataset.view === current) + step + tabs.length) % tabs.length];
  next.focus();
  show(next.dataset.view);
});
setInterval(() => { if (!$("desk").hidden) draw(); }, 30_000); // "3 min" grows older
