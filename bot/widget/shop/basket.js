/* A basket that was put together in the chat, behind its link. */
import { $, ask, element, language, words } from "./page.js";

function line(item) {
  return element("li", {},
    element("img", { src: item.image, alt: "", width: 56, height: 56 }),
    element("span", {}, element("strong", {}, item.name), element("span", { class: "quiet" }, ` ${item.variant}`)),
    element("span", { class: "price" }, item.quantity ? `${item.quantity} × ${item.price}` : words().gone));
}

export async function showBasket(token) {
  const dialog = $("basket");
  const word = words();
  let contents;
  try {
    const basket = await ask(`/api/shop/baskets/${encodeURIComponent(token)}?locale=${language()}`);
    const until = new Date(basket.expires_at).toLocaleDateString(language() === "zh" ? "zh-CN" : "en", { dateStyle: "medium" });
    contents = [element("ul", { class: "basket" }, ...basket.items.map(line), ...basket.gone.map(line)),
      element("p", { class: "price" }, word.basketTotal(basket.total)), element("p", { class: "quiet" }, word.basketUntil(until)), element("p", { class: "quiet" }, word.noBasket)];
  } catch (error) {
    contents = [element("p", {}, error.status === 404 ? word.basketGone : word.failed)];
  }
  dialog.replaceChildren(element("button", { class: "shut", type: "button", "aria-label": word.close, onclick: () => dialog.close() }, "✕"),
    element("div", { class: "prose" }, element("h2", { id: "basket-title" }, word.basket), ...contents));
  if (!dialog.open) dialog.showModal();
}
