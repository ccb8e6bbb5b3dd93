/* The demo shop's page: categories, search, the grid and the language. product.js shows one product, sign-in.js the demo's shoppers. */
import { showBasket } from "./basket.js";
import { $, aisle, ask, element, language, onLanguage, speak, words } from "./page.js";
import { showProduct, tile } from "./product.js";
import { offerSignIn } from "./sign-in.js";

let categories = [];
let latest = 0; // the newest request for products; an older answer that comes late is not shown

const where = () => {
  const query = new URLSearchParams(location.search);
  return { category: query.get("category") || "", q: query.get("q") || "", product: query.get("product") || "", basket: query.get("basket") || "" };
};

function go(category, q = "") {
  const query = new URLSearchParams();
  if (category) query.set("category", category);
  if (q) query.set("q", q);
  history.pushState(null, "", query.size ? `/?${query}` : "/");
  draw();
  $("products").scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function drawWords() {
  const word = words();
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  document.title = word.title;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word[node.dataset.word];
  $("q").placeholder = word.searchHint;
  $("q").setAttribute("aria-label", word.search);
  $("categories").setAttribute("aria-label", word.categories);
  $("languages").setAttribute("aria-label", word.languages);
  for (const button of $("languages").children) button.setAttribute("aria-pressed", String(button.dataset.locale === language()));
  $("promises").replaceChildren(...word.promises.map(([title, text]) => element("li", {}, element("strong", {}, title), element("span", {}, text))));
}

function drawCategories() {
  const { category } = where();
  const link = (id, name, count) => element("a", {
    href: id ? `/?category=${encodeURIComponent(id)}` : "/", "aria-current": id === category ? "page" : null,
    onclick: (event) => { if (event.metaKey || event.ctrlKey) return; event.preventDefault(); go(id); },
  }, name, count ? element("span", { class: "count" }, String(count)) : null);
  $("categories").replaceChildren(link("", words().all), ...categories.map((one) => link(one.id, one.name[language()] || one.id, one.count)));
}

async function drawProducts() {
  const { category, q } = where();
  const mine = (latest += 1);
  const known = categories.find((one) => one.id === category);
  $("q").value = q;
  $("hero").hidden = $("promises").hidden = Boolean(category || q);
  $("heading").textContent = q ? words().results(q) : known ? known.name[language()] : words().all;
  const query = new URLSearchParams({ locale: language() });
  if (category) query.set("category", category);
  if (q) query.set("q", q);
  try {
    const { products } = await ask(`/api/shop/products?${query}`);
    if (mine !== latest) return;
    $("tally").textContent = products.length ? words().tally(products.length) : words().none;
    $("grid").replaceChildren(...products.map(tile));
  } catch {
    if (mine !== latest) return;
    $("tally").textContent = words().failed;
    $("grid").replaceChildren(element("button", { class: "button", type: "button", onclick: drawProducts }, words().again));
  }
}

function draw() {
  drawCategories();
  drawProducts();
}

function showPrivacy() {
  if (location.hash !== "#privacy") return;
  const word = words(), dialog = $("privacy");
  dialog.replaceChildren(element("button", { class: "shut", type: "button", "aria-label": word.close, onclick: () => dialog.close() }, "✕"),
    element("div", { class: "prose" }, element("h2", { id: "privacy-title" }, word.privacyTitle), ...word.privacyText.map((text) => element("p", {}, text))));
  if (!dialog.open) dialog.showModal();
}

for (const dialog of document.querySelectorAll("dialog"))
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
$("privacy").addEventListener("close", () => history.replaceState(null, "", location.pathname + location.search));
$("basket").addEventListener("close", () => { if (where().basket) history.replaceState(null, "", "/"); });
$("product").addEventListener("close", () => { if (where().product) history.replaceState(null, "", "/"); });
$("search").addEventListener("submit", (event) => { event.preventDefault(); go("", $("q").value.trim()); });
$("languages").addEventListener("click", (event) => { if (event.target.dataset.locale) speak(event.target.dataset.locale); });
$("ask").addEventListener("click", async () => (await aisle).open());
document.addEventListener("aisle:product", (event) => { event.preventDefault(); showProduct(event.detail.id); });
window.addEventListener("hashchange", showPrivacy);
window.addEventListener("popstate", () => {
  const { product } = where();
  if (product) showProduct(product, { keep: true });
  else { $("product").close(); draw(); }
});
onLanguage(() => {
  drawWords();
  draw();
  if ($("product").open) showProduct($("product").dataset.id, { keep: true });
  if ($("basket").open) showBasket(where().basket);
});
onLanguage(async () => { const widget = await aisle; widget.setLocale(language()); });

drawWords();
showPrivacy();
aisle.then((widget) => widget.setLocale(language()));
ask("/api/shop/categories").then((answer) => { categories = answer.categories; }).catch(() => {}).then(draw);
if (where().product) showProduct(where().product, { keep: true });
if (where().basket) showBasket(where().basket);
offerSignIn();
