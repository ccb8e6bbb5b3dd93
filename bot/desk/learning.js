/* The strip above the unclear messages: which heads answer, how the newest refit ended, and "Learn now". */
import { $, ago, element, toast } from "./page.js";
import { call } from "./server.js";

const BUSY = ["asked", "running"];
let timer = 0;

export async function refreshLearning() {
  clearTimeout(timer);
  try {
    draw(await call("/api/desk/learning"));
  } catch (failure) {
    if (failure.status !== 401) toast(failure.message);
  }
}

async function learn() {
  $("learn").disabled = true;
  try {
    draw(await call("/api/desk/learning", {}));
  } catch (failure) {
    $("learn").disabled = false;
    toast(failure.message);
  }
}

function draw({ version, latest, news }) {
  const busy = BUSY.includes(latest?.state);
  $("learn").disabled = busy;
  $("learn").textContent = busy ? "Learning…" : "Learn now";
  $("learn").classList.toggle("primary", news || busy);
  $("learn").classList.toggle("plain", !news && !busy);
  $("learned").className = `learned ${latest?.state || ""}`;
  $("learned").replaceChildren(element("strong", {}, busy ? "Learning; the bot goes on answering." : titleOf(latest, news)), element("span", { class: "quiet" }, detailsOf(version, latest)));
  if (busy) timer = setTimeout(refreshLearning, 700);
}

function titleOf(latest, news) {
  if (latest?.state === "refused") return "Not taken: it would understand less. Look at what was labelled last.";
  if (latest?.state === "failed") return `Not learned, nothing changed: ${latest.report.why || "the server was stopped. Ask again."}`;
  if (news) return "There are labels to learn.";
  return latest ? "Everything is learned." : "Nothing was learned since the bot was trained.";
}

function detailsOf(version, latest) {
  const report = latest?.report || {};
  const percent = (share) => `${(share * 100).toFixed(1)} %`;
  const verdicts = (report.verdicts || []).map(({ language, before, after, n }) => `${language === "zh" ? "Chinese" : "English"} macro-F1 ${percent(before)} → ${percent(after)} on ${n} messages`);
  const fresh = report.fresh?.examples ? [`${report.fresh.now} of ${report.fresh.examples} new examples understood unseen (${report.fresh.before} before)`] : [];
  const left = Object.entries(report.left_out || {}).map(([intent, why]) => `${intent} is not learned: ${why}`);
  const when = latest?.ended_at ? [`${latest.asked_by}, ${ago(latest.ended_at)}${ago(latest.ended_at) === "just now" ? "" : " ago"}, ${report.seconds ?? "?"} s`] : [];
  return [`heads ${version}`, ...when, ...verdicts, ...fresh, ...left].join(" · ");
}

$("learn").addEventListener("click", learn);
