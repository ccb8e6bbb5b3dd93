/* One product: its tile in the grid and its dialog. */
import { $, aisle, ask, element, language, words } from "./page.js";

const picture = (product, size) => element("img", { src: product.image, alt: "", width: size, height: size, loading: "lazy" });

export function stars(product) {
  const rating = Number(product.rating) || 0;
  if (!rating) return null;
  const full = Math.round(rating);
  return element("span", { class: "stars", role: "img", "aria-label": words().rated(rating.toFixed(1)) },
    element("span", { "aria-hidden": "true" }, "★".repeat(full), element("span", { class: "empty" }, "★".repeat(5 - full))),
    element("span", { class: "quiet", "aria-hidden": "true" }, ` ${rating.toFixed(1)} (${product.reviews ?? 0})`));
}

export function tile(product) {
  const open = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    showProduct(product.id);
  };
  return element("a", { class: "tile", href: `/?product=${encodeURIComponent(product.id)}`, onclick: open },
    element("span", { class: "frame" }, picture(product, 240), product.in_stock ? null : element("span", { class: "tag" }, words().outOfStock)),
    element("span", { class: "tile-name" }, product.name), stars(product), element("span", { class: "price" }, product.price));
}

function list(title, values) {
  return values?.length ? element("div", {}, element("h3", {}, title), element("ul", { class: "swatches" }, ...values.map((value) => element("li", {}, String(value.name ?? value))))) : null;
}

function paragraph(title, value) {
  const text = Array.isArray(value) ? value.join(" ") : value;
  return text ? element("div", {}, element("h3", {}, title), element("p", {}, String(text))) : null;
}

function details(product) {
  const word = words();
  const specs = Object.entries(product.specs || {});
  const dialog = $("product");
  return [
    element("button", { class: "shut", type: "button", "aria-label": word.close, onclick: () => dialog.close() }, "✕"),
    element("div", { class: "detail" },
      element("div", { class: "frame" }, picture(product, 420)),
      element("div", { class: "detail-words" },
        element("h2", { id: "product-name" }, product.name), stars(product),
        element("p", { class: "price" }, product.price, " ", element("span", { class: product.in_stock ? "yes" : "no" }, product.in_stock ? word.inStock : word.outOfStock)),
        element("p", {}, product.description || ""),
        list(word.colours, product.colours), list(word.sizes, product.sizes),
        specs.length ? element("div", {}, element("h3", {}, word.specs), element("dl", {}, ...specs.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, String(value))]))) : null,
        paragraph(word.fit, product.fit), paragraph(word.care, product.care),
        element("div", { class: "row" },
          element("button", { class: "button", type: "button", onclick: async () => { dialog.close(); (await aisle).open(); } }, word.askAbout)),
        element("p", { class: "quiet" }, word.noBasket))),
  ];
}

export async function showProduct(id, { keep = false } = {}) {
  const dialog = $("product");
  let product;
  try {
    product = await ask(`/api/shop/products/${encodeURIComponent(id)}?locale=${language()}`);
  } catch {
    return;
  }
  product = product.product || product;
  dialog.replaceChildren(...details(product));
  dialog.dataset.id = id;
  if (!keep) history.pushState(null, "", `/?product=${encodeURIComponent(id)}`);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}
