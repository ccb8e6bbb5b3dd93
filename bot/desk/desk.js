/* The agents' page: sign-in, the list (rows.js) and one conversation (conversation.js), kept live by server.js. */
import "./ask.js";
import { hide, open } from "./conversation.js";
import "./gaps.js";
import { show, whenConversationWanted } from "./modes.js";
import { $, toast } from "./page.js";
import { refresh, refreshSoon, seen, select, whenChosen } from "./rows.js";
import { follow, forget, me, signIn, whenRefused } from "./server.js";
import { refresh as refreshUnclear } from "./unclear.js";
import { capital } from "./words.js";

let stop = () => {};

function start() {
  $("door").hidden = true;
  $("desk").hidden = false;
  $("me").textContent = capital(me().name);
  refresh();
  $("modes").hidden = !me().lead; // the other pages are a lead's
  if (me().lead) refreshUnclear();
  show("talk");
  stop = follow("/api/desk/events", refreshSoon, {
    onLine: (up) => {
      $("line").textContent = up ? "Live" : "Reconnecting…";
      $("line").classList.toggle("down", !up);
      if (up) refreshSoon(); // what changed while the line was down
    },
  });
}

function leave(why = "") {
  stop();
  forget();
  hide();
  document.title = "Desk";
  $("desk").hidden = true;
  $("door").hidden = false;
  $("door-error").textContent = why;
  $("name").focus();
}

$("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("door-error").textContent = "";
  try {
    await signIn($("name").value.trim(), $("password").value);
    $("password").value = "";
    start();
  } catch (failure) {
    $("door-error").textContent = [401, 403].includes(failure.status) ? "Name and password do not match." : failure.message;
    $("password").select();
  }
});
$("sign-out").addEventListener("click", () => leave());
whenRefused(() => { if (!$("desk").hidden) leave("You were signed out. Please sign in again."); });
function choose(id) {
  seen(id);
  select(id);
  open(id).catch((failure) => toast(failure.message));
}
whenChosen(choose);
whenConversationWanted((id) => {
  show("talk");
  choose(id);
});

if (me()) start();
else leave();
