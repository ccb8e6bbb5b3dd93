/* Questions without an answer: the list on the left, one question on the right, and the draft of its article (draft.js). */
import { writeArticle } from "./draft.js";
import { page, wantConversation } from "./modes.js";
import { $, ago, element, toast } from "./page.js";
import { call } from "./server.js";
import { bandOf } from "./words.js";

const narrow = matchMedia("(max-width: 760px)"); // list and question stand in each other's place (unclear.css)
let groups = [];
let chosen = null; // the id of the question that is looked at
let writing = false; // its article is being written: nothing may take the form away

page("gaps", () => refresh());

async function refresh() {
  $("gaps-told").textContent = "Looking…";
  try {
    groups = (await call(`/api/desk/gaps?days=${$("gaps-days").value}`)).groups;
  } catch (failure) {
    $("gaps-told").textContent = "";
    if (failure.status !== 401) toast(failure.message);
    return;
  }
  const shoppers = groups.reduce((sum, group) => sum + group.shoppers, 0);
  $("gaps-told").textContent = groups.length ? `${groups.length} ${groups.length === 1 ? "question" : "questions"}, the most wanted first; ${shoppers} times somebody went without` : "";
  draw();
  if (!writing && !groups.some(({ id }) => id === chosen)) choose(narrow.matches ? null : groups[0]?.id ?? null);
}

const people = (count) => `${count} ${count === 1 ? "shopper" : "shoppers"}`;
const when = (value) => (ago(value) === "just now" ? "just now" : `${ago(value)} ago`);

function row(group) {
  return element("button", { type: "button", class: "row", "data-id": group.id, "aria-current": group.id === chosen ? "true" : null, onclick: () => choose(group.id) },
    element("span", { class: "said-unclear", lang: group.locale }, group.title),
    element("span", { class: "row-tags" },
      element("span", { class: "tag times" }, people(group.shoppers)),
      ...Object.keys(group.bands).map((band) => element("span", { class: `tag ended ${band}` }, bandOf(band))),
      group.phrasings.length > 1 ? element("span", { class: "tag" }, `${group.phrasings.length} phrasings`) : null,
      element("span", { class: "quiet" }, ago(group.last_at))));
}

function draw() {
  const focused = $("gaps-rows").contains(document.activeElement) ? document.activeElement.dataset.id : null;
  $("gaps-rows").replaceChildren(...(groups.length ? groups.map(row) : [element("p", { class: "empty" }, "Nothing waits: every question has an answer.")]));
  if (focused) [...$("gaps-rows").children].find((node) => node.dataset.id === focused)?.focus();
}

function choose(id) {
  if (writing && id !== chosen && !confirm("Leave the draft? What you wrote is lost.")) return;
  writing = false;
  chosen = id;
  const group = groups.find((each) => each.id === id);
  $("gaps").classList.toggle("reading", Boolean(group));
  draw();
  $("gaps-pane").replaceChildren(...(group ? shown(group) : [element("p", { class: "empty" }, groups.length ? "Choose a question on the left." : "Nothing waits to be answered.")]));
}

function shown(group) {
  const story = `${people(group.shoppers)}, ${group.times === 1 ? "once" : `${group.times} times`}, last ${when(group.last_at)}`;
  return [
    head(group.title, story,
      element("button", { type: "button", class: "plain", onclick: () => dismiss(group) }, "Needs no article"),
      element("button", { type: "button", class: "primary", onclick: () => write(group) }, "Draft an article")),
    element("div", { class: "explaining-middle" },
      section("How they asked", element("ul", { class: "phrasings" }, ...group.phrasings.map(({ text, shoppers }) => element("li", {}, element("span", { lang: group.locale }, text), " ", element("span", { class: "tag" }, people(shoppers)))))),
      section("What became of it", element("p", {}, Object.entries(group.bands).map(([band, times]) => `${bandOf(band)}: ${times}×`).join(" · "))),
      section("The nearest article", group.nearest
        ? element("p", {}, element("strong", { lang: group.locale }, group.nearest.title), " ", element("span", { class: "quiet" }, `${group.nearest.id}, ${Math.round(group.nearest.confidence * 100)} % sure`))
        : element("p", { class: "quiet" }, "None is near.")),
      section("Conversations", element("div", { class: "marks" }, ...group.conversations.map((id, at) => element("button", { type: "button", class: "plain small", onclick: () => wantConversation(id) }, at ? `Conversation ${at + 1}` : "The newest")))))];
}

const section = (title, ...children) => element("section", {}, element("h3", {}, title), ...children);

function head(title, story, ...buttons) {
  return element("header", { class: "pane-top" },
    element("button", { type: "button", class: "plain back", onclick: () => choose(null) }, "‹ List"),
    element("div", { class: "grow" }, element("h2", {}, title), element("span", { class: "quiet" }, story)), ...buttons);
}

async function write(group) {
  try {
    const draft = await call("/api/desk/gaps/draft", { ids: group.ids });
    writing = true;
    const form = writeArticle(draft, group.ids, { done: published, cancel: () => { writing = false; choose(group.id); } });
    $("gaps-pane").replaceChildren(head("A new article", "Nothing is published before you do."), form);
    form.querySelector("textarea, input").focus();
  } catch (failure) {
    toast(failure.message);
  }
}

async function published(told) {
  writing = false;
  chosen = null;
  await refresh();
  const closed = told.closed === 1 ? "1 question is answered by it now." : `${told.closed} questions are answered by it now.`;
  const left = told.left.length ? element("div", {}, element("p", {}, "These are not yet. Add them to the article's questions, or say it in their words:"), element("ul", { class: "phrasings" }, ...told.left.map((text) => element("li", {}, text)))) : null;
  $("gaps-pane").replaceChildren(element("div", { class: "explaining-middle" }, element("div", { class: "told", role: "status" },
    element("h2", {}, told.live ? `“${told.id}” is live.` : `“${told.id}” is written, and not live.`),
    element("p", {}, told.live ? closed : told.trouble), left)));
  $("gaps").classList.add("reading");
}

async function dismiss(group) {
  try {
    await call("/api/desk/gaps/dismiss", { ids: group.ids });
    toast("Taken off the list.");
    chosen = null;
    await refresh();
  } catch (failure) {
    toast(failure.message);
  }
}

$("gaps-days").addEventListener("change", refresh);
