/* Orders, products and sources as the agent sees them. */
import { element, safeUrl } from "./page.js";

function picture(address) {
  const src = safeUrl(address);
  if (!src) return null;
  const image = element("img", { src, alt: "", loading: "lazy" });
  image.addEventListener("error", () => image.remove());
  return image;
}

export function orderCard(card) {
  const href = safeUrl(card.tracking_url);
  return element("article", { class: "card", "aria-label": `Order ${card.number}` },
    element("header", {}, element("strong", {}, `Order ${card.number ?? ""}`), element("span", { class: `state ${card.state || ""}` }, card.state_label || card.state || "")),
    ...(card.lines || []).map((line) => element("div", { class: "card-line" }, picture(line.image),
      element("span", { class: "grow" }, `${line.name ?? ""}`, element("span", { class: "quiet" }, [line.variant, line.quantity > 1 ? `× ${line.quantity}` : ""].filter(Boolean).join(" "))), String(line.price ?? ""))),
    element("footer", {}, element("span", {}, card.expected ? `Expected ${card.expected}` : ""), element("strong", {}, card.total || "")),
    href ? element("a", { href, target: "_blank", rel: "noopener noreferrer" }, "Track the parcel") : null);
}

function productCard(card) {
  return element("article", { class: "card" }, element("div", { class: "card-line" }, picture(card.image),
    element("span", { class: "grow" }, card.name || "", element("span", { class: "quiet" }, card.reason || "")), card.price || ""));
}

export const cardOf = (card) => (card?.kind === "order" ? orderCard(card) : card?.kind === "product" ? productCard(card) : null);
