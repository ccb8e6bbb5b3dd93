/* The desk's line to the server: JSON calls with the agent's token, and server-sent events read over fetch. */
const KEPT = "aisle:desk";
const SILENCE_MS = 75_000; // a stream without a byte for this long is taken for dead
let session = null;
let onRefused = () => {};

try { session = JSON.parse(sessionStorage.getItem(KEPT)); } catch { /* not ours */ }

export const me = () => session?.agent || null;
export const whenRefused = (listener) => { onRefused = listener; };

export function forget() {
  const ended = session;
  session = null;
  sessionStorage.removeItem(KEPT);
  if (ended) fetch("/api/desk/sign-out", { method: "POST", headers: { Authorization: `Bearer ${ended.token}` }, keepalive: true }).catch(() => {});
}

export async function signIn(name, password) {
  session = null;
  session = await call("/api/desk/sign-in", { name, password });
  sessionStorage.setItem(KEPT, JSON.stringify({ token: session.token, agent: session.agent }));
}

/** GET without a body, POST with one. Throws an Error with `status` and words that an agent can read. */
export async function call(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: body ? "POST" : "GET", cache: "no-store",
      headers: { ...(session ? { Authorization: `Bearer ${session.token}` } : {}), ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch {
    throw Object.assign(new Error("The server cannot be reached. Check your connection and try again."), { status: 0 });
  }
  const data = await response.json().catch(() => null);
  if (response.ok) return data || {};
  if (response.status === 401 && session) onRefused();
  throw Object.assign(new Error(data?.error?.message || `The server answered ${response.status}. Try again in a moment.`), { status: response.status, code: data?.error?.code });
}

async function readEvents(body, onEvent, onBytes) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "", name = "", data = [], id;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onBytes();
    rest += decoder.decode(value, { stream: true });
    for (let ending; (ending = /\r\n|\n|\r/.exec(rest)); ) {
      if (ending[0] === "\r" && ending.index === rest.length - 1) break; // perhaps the first half of \r\n
      const line = rest.slice(0, ending.index);
      rest = rest.slice(ending.index + ending[0].length);
      if (line === "") {
        if (data.length) onEvent({ id, name: name || "message", data: data.join("\n") });
        name = ""; data = []; id = undefined;
        continue;
      }
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const text = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "data") data.push(text);
      else if (field === "event") name = text;
      else if (field === "id") id = text;
    }
  }
}

/** Follows a stream, reconnecting from the last id; gives a function that stops it. */
export function follow(path, onEvent, { from = "", onLine = () => {} } = {}) {
  const stop = new AbortController();
  let lastId = String(from || "");
  (async () => {
    for (let failures = 0; !stop.signal.aborted; failures += 1) {
      const attempt = new AbortController();
      const end = () => attempt.abort();
      stop.signal.addEventListener("abort", end);
      let silence = setTimeout(end, SILENCE_MS);
      try {
        const response = await fetch(path, { headers: { Authorization: `Bearer ${session?.token}`, Accept: "text/event-stream", ...(lastId ? { "Last-Event-ID": lastId } : {}) }, signal: attempt.signal, cache: "no-store" });
        if (response.status === 401) return onRefused();
        if ([403, 404].includes(response.status)) return;
        if (!response.ok) throw new Error(String(response.status));
        onLine(true);
        await readEvents(response.body, (event) => {
          if (event.id) lastId = event.id;
          let data;
          try { data = JSON.parse(event.data); } catch { return; }
          if (!stop.signal.aborted) onEvent(event.name, data, event.id);
        }, () => {
          failures = 0;
          clearTimeout(silence);
          silence = setTimeout(end, SILENCE_MS);
        });
      } catch { /* the line dropped: again, below */ } finally {
        clearTimeout(silence);
        stop.signal.removeEventListener("abort", end);
      }
      if (stop.signal.aborted) return;
      if (failures > 0) onLine(false);
      const wait = Math.min(30_000, 1000 * 2 ** failures) * (0.75 + Math.random() / 2);
      await new Promise((go) => { setTimeout(go, wait); stop.signal.addEventListener("abort", go, { once: true }); });
    }
  })();
  return () => stop.abort();
}
