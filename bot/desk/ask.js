/* A question tried out: what a shopper would get, how sure the bot is, and which paragraphs it found. */
import { page } from "./modes.js";
import { $, element, toast } from "./page.js";
import { call } from "./server.js";
import { bandOf, whatOf } from "./words.js";

const FROM_ARTICLES = ["shop_question", "out_of_scope"]; // what is answered from the articles
const percent = (share) => `${(share * 100).toFixed(1)} %`;

page("ask", () => $("ask-question").focus());

$("ask-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const question = $("ask-question").value.trim();
  if (!question) return;
  $("ask-told").setAttribute("aria-busy", "true");
  try {
    draw(await call("/api/desk/ask", { question, locale: $("ask-locale").value }), question);
  } catch (failure) {
    toast(failure.message);
  }
  $("ask-told").removeAttribute("aria-busy");
});

function draw(told, question) {
  const [first] = told.understood;
  const aside = first && !FROM_ARTICLES.includes(first.intent) ? element("p", { class: "about" }, `In a chat this is taken for “${whatOf(first.intent)}” (${percent(first.share)}), which may answer it in another way.`) : null;
  $("ask-told").replaceChildren(...[
    aside,
    section("What the shopper gets", element("article", { class: "said bot", lang: told.locale },
      element("header", {}, element("strong", {}, "Bot"), element("span", { class: `tag ended ${told.band}` }, bandOf(told.band)), told.generated ? element("span", { class: "tag" }, "AI-written") : null),
      element("p", { id: "ask-said" }, told.said),
      element("div", { class: "marks" }, ...told.choices.map(({ label }) => element("span", { class: "tag choice" }, label)), ...told.sources.map(({ id, title }) => element("span", { class: "tag" }, `Source: ${title} (${id})`)))),
      told.asked !== question ? element("p", { class: "quiet" }, `Answered is the question in it: “${told.asked}”`) : null),
    told.thresholds ? section("How sure", element("div", { class: "sureness" },
      gauge("The first article answers it", told.confidence, told.thresholds.sure, "sent unasked"),
      gauge("One of those offered answers it", told.answerable, told.thresholds.clarify, "offered at all"))) : null,
    told.passages.length ? section("What was found", table(told.passages)) : null,
    element("p", { class: "quiet" }, `Index ${told.index}`),
  ].filter(Boolean));
}

const section = (title, ...children) => element("section", {}, element("h3", {}, title), ...children.filter(Boolean));

function gauge(label, share, least, what) {
  return element("div", {}, element("span", {}, label, ": ", element("strong", {}, percent(share))),
    element("meter", { value: String(share), min: "0", max: "1", "aria-label": label }),
    element("span", { class: "quiet" }, `${what} from ${percent(least)}`));
}

function table(passages) {
  const figures = ["score", "dense", "lexical"];
  const names = { score: "Score", dense: "Meaning", lexical: "Words" };
  return element("table", { class: "passages" },
    element("thead", {}, element("tr", {}, element("th", {}, "Article"), element("th", {}, "Paragraph"), ...figures.map((name) => element("th", { class: "figure" }, names[name])))),
    element("tbody", {}, ...passages.map((each) => element("tr", {},
      element("td", {}, element("strong", {}, each.article), each.number ? ` ¶${each.number + 1}` : ""),
      element("td", {}, each.text),
      ...figures.map((name) => element("td", { class: "figure", "data-of": names[name] }, each[name].toFixed(2)))))));
}
