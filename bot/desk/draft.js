/* The form of a new article: in both languages, begun from what shoppers asked and what agents answered. */
import { clock, element, toast } from "./page.js";
import { call } from "./server.js";

const LANGUAGES = { en: "English", zh: "中文" };
const FROM = { agent: "Begun with what an agent answered. Read it before you publish it.", article: "Begun with the nearest article’s text. Change it to what is true here.", "": "Write the answer; its first paragraph is what shoppers get." };
let fields = 0; // for the ids of labels

function field(label, control, hint = "") {
  fields += 1;
  control.id = `draft-${fields}`;
  return element("div", { class: "field" }, element("label", { for: control.id }, label), control, hint ? element("span", { class: "quiet" }, hint) : null);
}

const input = (value, attributes = {}) => element("input", { type: "text", value, autocomplete: "off", ...attributes });
function area(value, rows, attributes = {}) {
  const node = element("textarea", { rows: String(rows), ...attributes });
  node.value = value;
  return node;
}

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** A form; `doing` has done(answer) and cancel(). */
export function writeArticle(draft, ids, doing) {
  const about = { id: input(draft.id, { maxlength: "80", required: true, pattern: "[a-z0-9]+(-[a-z0-9]+)*" }), topic: input(draft.topic, { maxlength: "200", required: true }), valid_from: input(draft.valid_from, { type: "date" }), valid_until: input("", { type: "date" }) };
  const texts = {};
  const parts = [draft.locale, ...Object.keys(LANGUAGES).filter((each) => each !== draft.locale)].map((language) => {
    const own = language === draft.locale;
    const text = texts[language] = { title: input(own ? draft.title : "", { maxlength: "200", lang: language }), questions: area(own ? draft.questions.join("\n") : "", 5, { lang: language }), body: area(own ? draft.body : "", 7, { lang: language, maxlength: "20000" }) };
    return element("fieldset", { class: "language" }, element("legend", {}, LANGUAGES[language] || language),
      field("Title, as a question", text.title),
      field("How shoppers ask it, one a line", text.questions),
      field("Answer", text.body, own ? FROM[draft.body_from] : "An empty line parts paragraphs; the first one is what shoppers get."),
      own && draft.replies.length ? element("details", { class: "replies" }, element("summary", {}, `What agents answered (${draft.replies.length})`), ...draft.replies.map((reply) => element("div", { class: "reply-used" }, element("p", {}, reply.text), element("span", { class: "quiet" }, clock(reply.at)), element("button", { type: "button", class: "plain small", onclick: () => { text.body.value = reply.text; text.body.focus(); } }, "Use this")))) : null);
  });
  const error = element("p", { class: "error", role: "alert" });
  const send = element("button", { type: "submit", class: "primary" }, "Publish");
  const form = element("form", { class: "explaining-middle draft", novalidate: true }, ...parts,
    element("div", { class: "about-article" }, field("Id, the file’s name", about.id), field("Topic", about.topic), field("Valid from", about.valid_from), field("Last day, or empty", about.valid_until)),
    error, element("div", { class: "marks" }, send, element("button", { type: "button", class: "plain", onclick: doing.cancel }, "Cancel")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    error.textContent = "";
    try {
      await doing.done(await call("/api/desk/articles", article(about, texts, ids)));
    } catch (failure) {
      error.textContent = failure.message;
      toast(failure.message);
      send.disabled = false;
    }
  });
  return form;
}

function article(about, texts, ids) {
  const written = Object.entries(texts).filter(([, text]) => text.title.value.trim() || text.body.value.trim());
  const said = written.map(([language, text]) => [language, { title: text.title.value, questions: lines(text.questions.value), body: text.body.value }]);
  return { id: about.id.value.trim(), topic: about.topic.value, valid_from: about.valid_from.value || null, valid_until: about.valid_until.value || null, texts: Object.fromEntries(said), gaps: ids };
}
