/* The pane on the right: one conversation's transcript, what is known about it, and what the agent may do. */
import { offerReplies } from "./canned.js";
import { cardOf, orderCard } from "./cards.js";
import { $, ago, clock, element, toast } from "./page.js";
import { nameOf, show } from "./rows.js";
import { call, follow, me } from "./server.js";
import { capital, isComplaint, levelOf, reasonOf } from "./words.js";

const DOING = { take: "Take", "give-back": "Give back to the bot", resolve: "Resolve" };
const narrow = matchMedia("(max-width: 1080px)"); // what is known stands above the transcript, folded (desk.css)
let shown = null; // {id, conversation, entries: Map, view, stop, why: the newest reason, as {reason, summary}}

const path = (id, more = "") => `/api/desk/conversations/${encodeURIComponent(id)}${more}`;
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const agentName = (value) => capital((typeof value === "string" ? value : value?.name) || "");

function isMine(conversation) {
  const by = conversation.agent_id ?? conversation.agent?.id ?? conversation.agent;
  return conversation.owner === "agent" && (by === undefined || by === null || [String(me().id), me().name].includes(String(by)));
}

function speaker(message) {
  if (message.from === "shopper") return nameOf(shown.conversation);
  if (message.from === "agent") return agentName(message.agent) || "Agent";
  return message.from === "bot" ? "Bot" : "";
}

function line(message) {
  if (message.from === "system" || message.kind === "owner")
    return element("div", { class: "note" }, message.text || ownerNote(message), " ", element("time", {}, clock(message.at)));
  const node = element("article", { class: `said ${message.from} ${message.pending ? "pending" : ""}` },
    element("header", {}, element("strong", {}, speaker(message)), element("time", {}, clock(message.at)), message.generated ? element("span", { class: "tag" }, "AI-written") : null),
    element("p", {}, message.text || ""));
  for (const card of message.cards || []) node.append(cardOf(card) || "");
  const marks = [...(message.choices || []).map((choice) => element("span", { class: "tag choice" }, choice.label)), ...(message.sources || []).map((source) => element("span", { class: "tag" }, `Source: ${source.title}`)), ...(typeof message.liked === "boolean" ? [element("span", { class: `tag ended ${message.liked ? "chosen" : "disliked"}` }, message.liked ? "Helped" : "Did not help")] : [])];
  if (marks.length) node.append(element("div", { class: "marks" }, ...marks));
  return node;
}

const ownerNote = (data) => ({ queue: "Waiting for a person", agent: `${agentName(data.agent) || "An agent"} took the conversation`, bot: "Back with the bot", resolved: "Resolved" })[data.owner] || "";

function add(message) {
  const { entries, view } = shown;
  const key = String(message.id ?? message.client_id);
  if (message.id !== undefined && message.id !== null) {
    // What the agent just wrote was shown at once; the stored message takes its place.
    const waiting = [...entries].find(([, one]) => one.pending && (message.client_id ? one.client_id === message.client_id : one.text === message.text && message.from === "agent"));
    if (waiting && waiting[0] !== key) {
      waiting[1].node.remove();
      entries.delete(waiting[0]);
    }
  }
  if (entries.has(key)) return;
  const end = view.log.scrollHeight - view.log.scrollTop - view.log.clientHeight < 120;
  const node = line(message);
  const later = [...entries.values()].filter((one) => one.pending || (message.id && one.id > message.id)).sort((a, b) => (a.id ?? Infinity) - (b.id ?? Infinity))[0];
  view.log.insertBefore(node, message.pending ? null : later?.node || null);
  entries.set(key, { ...message, node });
  if (end || message.from === "agent") view.log.scrollTop = view.log.scrollHeight;
}

function drawFacts() {
  const { conversation, view } = shown;
  const [level, label] = levelOf(conversation);
  view.name.textContent = nameOf(conversation);
  view.level.className = `badge ${level}`;
  view.level.textContent = label;
  view.where.textContent = conversation.status === "resolved" ? "Resolved" : { bot: "With the bot", queue: conversation.status === "after_hours" ? "Waiting since closing time" : `Waiting ${ago(conversation.waiting_since)}`, agent: isMine(conversation) ? "With you" : `With ${agentName(conversation.agent) || "another agent"}` }[conversation.owner] || "";
  // Giving back clears the reason; why the shopper came is still worth knowing while the conversation is read.
  if (conversation.reason) shown.why = { reason: conversation.reason, summary: conversation.summary };
  const why = shown.why || { reason: "", summary: conversation.summary };
  view.reason.textContent = reasonOf(why);
  view.summary.textContent = why.summary || "";
  view.about.hidden = !why.reason && !why.summary;
  view.about.classList.toggle("complaint", isComplaint(why));
  view.fold.textContent = ["About this conversation", reasonOf(why)].filter(Boolean).join(": ");
  const mine = isMine(conversation), open = conversation.status !== "resolved" && conversation.owner !== "resolved";
  view.take.hidden = conversation.owner === "agent" || !open;
  view["give-back"].hidden = view.resolve.hidden = !mine;
  view.reply.disabled = view.send.disabled = !mine;
  view.reply.placeholder = mine ? "Write a reply. / for ready replies, Shift+Enter for a new line" : "Take the conversation to reply";
}

function drawOrders(orders) {
  shown.view.orders.replaceChildren(...(orders?.length ? [element("h3", {}, "Orders in question"), ...orders.map((order) => orderCard(order))] : []));
}

async function act(what) {
  const { id, view } = shown;
  view[what].disabled = true;
  try {
    await call(path(id, `/${what}`), {});
  } catch (failure) {
    toast(failure.status === 409 ? failure.message || "Somebody else has taken this one." : failure.message);
  }
  view[what].disabled = false;
  if (shown?.id !== id) return;
  await reload();
  if (shown?.id !== id) return;
  if (what === "take" && !shown.view.reply.disabled) {
    show("mine");
    shown.view.reply.focus();
  }
}

async function send(event) {
  event?.preventDefault();
  const { id, view } = shown;
  const text = view.reply.value.trim();
  if (!text || view.reply.disabled) return;
  const message = { client_id: newId(), text };
  view.reply.value = "";
  told = 0; // the message itself ends the notice
  add({ ...message, from: "agent", agent: me().name, pending: true });
  try {
    const answer = await call(path(id, "/messages"), message);
    const stored = answer.message || answer.messages?.[0] || (answer.id !== undefined ? answer : null);
    if (stored?.id !== undefined && shown?.id === id) add({ client_id: message.client_id, from: "agent", agent: me().name, ...stored });
  } catch (failure) {
    if (shown?.id !== id) return;
    const lost = shown.entries.get(message.client_id);
    lost?.node.remove();
    shown.entries.delete(message.client_id);
    if (!view.reply.value) view.reply.value = text; // nothing that was written is lost
    toast(failure.message);
    reload();
  }
}

function build() {
  const view = { name: element("h2"), level: element("span", { class: "badge" }), where: element("span", { class: "quiet" }), reason: element("p", { class: "reason" }), summary: element("p"), orders: element("div", { class: "orders" }) };
  for (const [what, label] of Object.entries(DOING)) view[what] = element("button", { type: "button", class: what === "take" ? "primary" : "plain", hidden: true, onclick: () => act(what) }, label);
  view.about = element("div", { class: "about" }, view.reason, view.summary);
  view.fold = element("summary");
  view.beside = element("details", { class: "beside", open: !narrow.matches }, view.fold, view.about, view.orders);
  view.log = element("div", { class: "transcript", role: "log", "aria-label": "Transcript", tabindex: "0" });
  view.typing = element("p", { class: "typing", hidden: true });
  view.menu = element("div", { class: "menu", role: "listbox", id: "replies", "aria-label": "Ready replies", hidden: true });
  view.reply = element("textarea", { rows: "3", id: "reply", "aria-label": "Reply", role: "combobox", "aria-expanded": "false", "aria-controls": "replies", "aria-autocomplete": "list", maxlength: "4000" });
  view.send = element("button", { class: "primary", type: "submit" }, "Send");
  offerReplies(view.reply, view.menu, () => shown?.conversation.locale || "en", () => capital(me().name));
  view.reply.addEventListener("input", () => tellTyping(Boolean(view.reply.value.trim()) && !view.reply.value.startsWith("/")));
  view.reply.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event); });
  $("pane").replaceChildren(
    element("header", { class: "pane-top" }, element("button", { type: "button", class: "plain back", onclick: () => hide() }, "‹ List"), element("div", { class: "grow" }, element("div", { class: "names" }, view.name, view.level), view.where), view.take, view["give-back"], view.resolve),
    element("div", { class: "pane-middle" }, element("div", { class: "talk" }, view.log, view.typing), view.beside),
    element("form", { class: "reply", onsubmit: send }, view.menu, view.reply, view.send));
  return view;
}

function receive(name, data, eventId) {
  if (name === "message") {
    add({ ...data, id: Number(data.id ?? eventId) });
    if (data.from !== "shopper") typing("");
  } else if (name === "owner") {
    shown.conversation = { ...shown.conversation, owner: data.owner, agent: data.agent ?? null, agent_id: data.agent?.id ?? null, status: data.status || (data.owner === "resolved" ? "resolved" : "open") };
    add({ ...data, id: Number(eventId ?? data.id), kind: "owner" });
    drawFacts();
    reload(); // who holds it, in the server's words
  } else if (name === "typing" && data.from !== "agent") typing(data.on ? data.from : "");
}

let told = 0; // when the shopper's page was last told that the agent is writing, in milliseconds
function tellTyping(on) {
  if (!shown || !isMine(shown.conversation) || (on ? Date.now() - told < 4_000 : !told)) return;
  told = on ? Date.now() : 0;
  call(path(shown.id, "/typing"), { on }).catch(() => {}); // a notice that does not arrive is no matter
}

let typingTimer = 0;
function typing(who) {
  clearTimeout(typingTimer);
  shown.view.typing.hidden = !who;
  shown.view.typing.textContent = who === "bot" ? "The bot is writing…" : who ? `${nameOf(shown.conversation)} is writing…` : "";
  if (who) typingTimer = setTimeout(() => shown && typing(""), 15_000);
}

/** What the server knows now: facts and orders, and any message that the stream has not brought yet. */
async function reload() {
  const { id } = shown;
  let answer;
  try {
    answer = await call(path(id));
  } catch (failure) {
    return toast(failure.message);
  }
  if (shown?.id !== id) return;
  shown.conversation = { ...answer.conversation };
  (answer.messages || []).forEach((message) => add({ ...message, id: Number(message.id) }));
  nameTheEnd();
  drawFacts();
  drawOrders(answer.orders);
}

/** The log says that an agent let go, not how; the conversation's status does. */
function nameTheEnd() {
  const { conversation, entries } = shown;
  const newest = [...entries.values()].filter((one) => one.kind === "owner").sort((a, b) => a.id - b.id).at(-1);
  if (conversation.status !== "resolved" || newest?.owner !== "bot") return;
  newest.owner = "resolved";
  const node = line(newest);
  newest.node.replaceWith(node);
  newest.node = node;
}

narrow.addEventListener("change", () => { if (shown) shown.view.beside.open = !narrow.matches; });

export async function open(id) {
  if (shown?.id === id) return;
  hide();
  document.body.classList.add("reading");
  shown = { id, conversation: { id }, entries: new Map(), view: build(), stop: () => {} };
  drawFacts();
  await reload();
  if (shown?.id !== id) return;
  shown.view.log.scrollTop = shown.view.log.scrollHeight;
  shown.stop = follow(path(id, "/events"), receive);
}

export function hide() {
  tellTyping(false);
  shown?.stop();
  shown = null;
  document.body.classList.remove("reading");
  $("pane").replaceChildren(element("p", { class: "empty" }, "Choose a conversation on the left."));
}
