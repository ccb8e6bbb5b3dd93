/* The demo's "Sign in as" menu: hidden where the server is not a demo. */
import { $, aisle, ask, element, onLanguage, words } from "./page.js";

const KEPT = "shop:shopper";
let shoppers = [];

function draw() {
  const chosen = sessionStorage.getItem(KEPT) || "";
  $("shopper").replaceChildren(element("option", { value: "" }, words().guest),
    ...shoppers.map((shopper) => element("option", { value: shopper.id }, shopper.note ? `${shopper.name}: ${shopper.note}` : shopper.name)));
  $("shopper").value = shoppers.some((shopper) => String(shopper.id) === chosen) ? chosen : "";
}

async function identify(id) {
  const shopper = shoppers.find((one) => String(one.id) === id);
  const { shopper_token: token } = await ask("/api/demo/shopper-token", { shopper: shopper.id });
  await (await aisle).identify(token);
}

async function choose() {
  const id = $("shopper").value;
  try {
    if (id) await identify(id);
    else (await aisle).reset();
    sessionStorage.setItem(KEPT, id);
    $("shopper").setCustomValidity("");
  } catch {
    draw();
    $("shopper").setCustomValidity(words().cannotSignIn);
    $("shopper").reportValidity();
  }
}

export async function offerSignIn() {
  try {
    ({ shoppers } = await ask("/api/demo/shoppers"));
  } catch {
    return;
  }
  draw();
  onLanguage(draw);
  $("sign-in").hidden = $("demo-links").hidden = false;
  $("shopper").addEventListener("change", choose);
  if ($("shopper").value) await identify($("shopper").value).catch(() => { sessionStorage.removeItem(KEPT); draw(); });
}
