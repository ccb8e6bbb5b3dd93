/* One unclear message: its words, what the bot took it for, and what it meant after all. */
import { $, ago, element, toast } from "./page.js";
import { call } from "./server.js";
import { endedOf, whatOf, whyOf } from "./words.js";

const MOST = 8; // intents that a search shows
const NAME = /^[a-z][a-z0-9_]{1,49}$/;
let shown = null; // {group, intents, doing, view}

export function leave(why) {
  shown = null;
  $("unclear-pane").replaceChildren(element("p", { class: "empty" }, why));
}

/** Shows a group of messages; `doing` has what happens when it is settled: done(words), undo(), showConversation(id), back(). */
export function explain(group, intents, doing) {
  const [message, ...alike] = group;
  const about = new Map(intents.map((intent) => [intent.name, intent]));
  const view = {
    words: element("input", { type: "text", id: "words", class: "words", value: message.example, maxlength: "300", lang: message.locale, autocomplete: "off" }),
    search: element("input", { type: "search", id: "search", placeholder: "Search all intents (press /), or name a new one", autocomplete: "off", role: "combobox", "aria-expanded": "true", "aria-controls": "found" }),
    found: element("div", { id: "found", class: "found", role: "listbox", "aria-label": "Intents" }),
    alike: alike.map((each) => ({ id: each.id, box: element("input", { type: "checkbox", checked: true }), text: each.text })),
  };
  shown = { group, intents, doing, view };
  const likely = offers(message);
  $("unclear-pane").replaceChildren(
    element("header", { class: "pane-top" },
      element("button", { type: "button", class: "plain back", onclick: doing.back }, "‹ List"),
      element("div", { class: "grow" }, element("h2", {}, "What did they mean?"), element("span", { class: "quiet" }, story(message))),
      message.conversation_id ? element("button", { type: "button", class: "plain", onclick: () => doing.showConversation(message.conversation_id) }, "Show conversation") : null,
      element("button", { type: "button", class: "plain", id: "discard", title: "It teaches nothing (d)", onclick: discard }, "Discard")),
    element("div", { class: "explaining-middle" },
      element("blockquote", { class: "asked", lang: message.locale }, message.text),
      element("label", { class: "field" }, element("span", {}, "Kept as the example"), view.words),
      view.alike.length ? element("fieldset", { class: "alike" }, element("legend", {}, "Asked in nearly the same words; learned with it"), ...view.alike.map(({ box, text }) => element("label", {}, box, " ", element("span", {}, text)))) : null,
      element("div", { class: "offers", role: "group", "aria-label": "Likely intents" }, ...likely.map((one, at) => offer(one, at, about.get(one.intent), message))),
      element("label", { class: "field" }, element("span", {}, "Or another intent"), view.search),
      view.found));
  view.search.addEventListener("input", search);
  view.search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); view.found.querySelector("button")?.click(); } // not the button that comes into focus
    if (event.key === "ArrowDown") { event.preventDefault(); view.found.querySelector("button")?.focus(); }
    if (event.key === "Escape") view.search.blur();
  });
  search();
}

/** What a shopper's own choice showed, then what the bot took it for. */
function offers(message) {
  const chosen = message.suggested ? [{ intent: message.suggested, share: null }] : [];
  return [...chosen, ...message.ranking.filter(({ intent }) => intent !== message.suggested)];
}

const story = (message) => [`The bot ${whyOf(message).toLowerCase()}`, message.ended ? endedOf(message).toLowerCase() : "", `${message.times === 1 ? "once" : `in ${message.times} conversations`}, last ${ago(message.last_at) === "just now" ? "just now" : `${ago(message.last_at)} ago`}`].filter(Boolean).join(" · ");

function offer({ intent, share }, at, known, message) {
  return element("button", { type: "button", class: `offer ${share === null ? "chosen" : ""}`, "data-intent": intent, onclick: () => label(intent, false) },
    element("kbd", {}, String(at + 1)),
    element("span", { class: "offer-name" }, whatOf(intent)),
    share === null ? element("span", { class: "tag agent" }, "they chose this") : element("span", { class: "share" }, element("meter", { value: String(share), min: "0", max: "1", "aria-hidden": "true" }), ` ${Math.round(share * 100)} %`),
    element("span", { class: "quiet" }, known?.about || ""));
}

function search() {
  const { intents, view } = shown;
  const words = view.search.value.trim().toLowerCase();
  const wanted = words.replace(/[\s-]+/g, "_");
  const fits = ({ name, about }) => !words || name.includes(wanted) || about.toLowerCase().includes(words);
  const found = intents.filter(fits).sort((a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted))).slice(0, words ? MOST : intents.length);
  const rows = found.map((intent) => element("button", { type: "button", class: "option-row", role: "option", "data-intent": intent.name, onclick: () => label(intent.name, false) },
    element("strong", {}, whatOf(intent.name)), element("span", { class: "quiet" }, intent.about), element("span", { class: "quiet counts" }, `${intent.examples.en} en · ${intent.examples.zh} zh`), intent.handled ? null : element("span", { class: "tag queue" }, "no flow yet")));
  if (words && NAME.test(wanted) && !intents.some(({ name }) => name === wanted))
    rows.push(element("button", { type: "button", class: "option-row create", role: "option", "data-new": wanted, onclick: () => confirmNew(wanted) }, element("strong", {}, `Create ${wanted}`), element("span", { class: "quiet" }, "Only if no other fits: a developer must give it a flow before it is learned.")));
  if (!rows.length) rows.push(element("p", { class: "empty" }, "No intent fits. A new one is named in small letters, such as gift_wrap."));
  view.found.replaceChildren(...rows);
}

function confirmNew(name) {
  const { view } = shown;
  view.found.replaceChildren(element("div", { class: "confirm", role: "alert" },
    element("p", {}, `Create the intent ${name}? Its examples are kept. They are learned once a flow starts by it.`),
    element("button", { type: "button", class: "primary", onclick: () => label(name, true) }, `Create ${name}`), " ",
    element("button", { type: "button", class: "plain", onclick: search }, "Back")));
  view.found.querySelector("button").focus();
}

async function label(intent, isNew) {
  const { group: [message], doing, view } = shown;
  busy(true);
  try {
    const kept = await call(`/api/desk/unclear/${message.id}/label`, { intent, text: view.words.value, new: isNew });
    const others = await Promise.all(view.alike.filter(({ box }) => box.checked).map(({ id }) => call(`/api/desk/unclear/${id}/label`, { intent, new: false }).then(() => "", (failure) => failure.message)));
    const refused = others.find(Boolean);
    await doing.done([kept.written ? `“${kept.text}” is an example of ${kept.intent} now.` : `It stood there already, in ${kept.place}.`, kept.note, refused].filter(Boolean).join(" "));
  } catch (failure) {
    busy(false);
    toast(failure.message);
  }
}

async function discard() {
  busy(true);
  try {
    await call(`/api/desk/unclear/${shown.group[0].id}/discard`, {});
    await shown.doing.done("Discarded. It teaches nothing.");
  } catch (failure) {
    busy(false);
    toast(failure.message);
  }
}

function busy(on) {
  for (const button of $("unclear-pane").querySelectorAll("button")) button.disabled = on;
}

/* Keys, while nothing is being typed: 1–4 choose, / searches, d discards, u takes back. */
document.addEventListener("keydown", (event) => {
  if (!shown || $("unclear").hidden || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const offered = [...$("unclear-pane").querySelectorAll(".offer")][Number(event.key) - 1];
  if (offered && !offered.disabled) offered.click();
  else if (event.key === "/") shown.view.search.focus();
  else if (event.key === "d") $("discard").click();
  else if (event.key === "u") shown.doing.undo();
  else return;
  event.preventDefault();
});
