/* The demo's "Sign in as" menu: hidden where the server is not a demo. The page stands for a shop's site: it remembers who is
   signed in, and tells the widget, also that nobody is. */
import { $, aisle, ask, element, onLanguage, words } from "./page.js";

const KEPT = "shop:shopper";
let shoppers = [];

const kept = () => localStorage.getItem(KEPT) || "";

function keep(id) {
  if (id) localStorage.setItem(KEPT, id);
  else localStorage.removeItem(KEPT);
  draw();
}

function draw() {
  $("shopper").replaceChildren(element("option", { value: "" }, words().guest),
    ...shoppers.map((shopper) => element("option", { value: shopper.id }, shopper.note ? `${shopper.name}: ${shopper.note}` : shopper.name)));
  $("shopper").value = shoppers.some((shopper) => String(shopper.id) === kept()) ? kept() : "";
}

async function identify(id) {
  const { shopper_token: token } = await ask("/api/demo/shopper-token", { shopper: id });
  await (await aisle).identify(token);
}

async function choose() {
  const id = $("shopper").value;
  $("shopper").setCustomValidity("");
  try {
    if (id) await identify(id);
    else (await aisle).reset();
    keep(id);
  } catch {
    keep("");
    (await aisle).guest();
    $("shopper").setCustomValidity(words().cannotSignIn);
    $("shopper").reportValidity();
  }
}

export async function offerSignIn() {
  try {
    ({ shoppers } = await ask("/api/demo/shoppers"));
  } catch {
    return (await aisle).guest();
  }
  draw();
  onLanguage(draw);
  $("sign-in").hidden = $("demo-links").hidden = false;
  $("shopper").addEventListener("change", choose);
  window.addEventListener("storage", (event) => { if (event.key === KEPT) draw(); }); // signed in or out in another tab
  try {
    if ($("shopper").value) await identify($("shopper").value);
    else (await aisle).guest();
  } catch {
    keep("");
    (await aisle).guest();
  }
}
