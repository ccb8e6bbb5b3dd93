  // ── the server ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** status: the HTTP status, or 0 where no answer came. */
  class Failure extends Error {
    constructor(status, code, message) {
      super(message || code);
      this.status = status;
      this.code = code;
    }
  }

  async function call(path, body, token) {
    let response;
    try {
      response = await fetch(base + path, {
        method: "POST", credentials: "omit",
        headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify(body),
      });
    } catch {
      throw new Failure(0, "unreachable");
    }
    const data = await response.json().catch(() => null);
    if (!response.ok) throw new Failure(response.status, data?.error?.code || "failed", data?.error?.message);
    return data || {};
  }

  /** Whom a shopper token names, read without checking it (the server does that); "" where it cannot be read. */
  function subject(token) {
    try {
      const part = String(token).split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
      return String(JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0)))).sub ?? "");
    } catch {
      return "";
    }
  }

  function adopt(id, token, shopper) {
    talk = { id: String(id), token, seen: 0, read: 0, identified: Boolean(shopper), who: shopper ? subject(shopper) : "" };
    remember();
    listen();
    return talk;
  }

  function conversation() {
    if (identifying) return identifying.then(conversation);
    if (talk) return Promise.resolve(talk);
    if (!opening) {
      const mine = (async () => {
        const ask = (shopper_token) => call("/api/conversations", { shopper_token, locale });
        let made, shopper = shopperToken;
        try {
          made = await ask(shopper);
        } catch (failure) {
          // A token that has expired must not keep a shopper from asking: go on as a guest.
          if (!shopper || opening !== mine || ![400, 401, 403, 422].includes(failure.status)) throw failure;
          shopper = shopperToken = null;
          unproven = true;
          made = await ask(null);
        }
        if (opening !== mine) throw new Failure(0, "reset");
        startFailed = false;
        adopt(made.conversation_id, made.token, shopper);
        showTrouble();
        return talk;
      })();
      opening = mine;
      mine.catch(() => {}).then(() => { if (opening === mine) opening = null; });
    }
    return opening;
  }

  /** Calls onEvent({id, name, data}) for every server-sent event in a response's body, until it ends. */
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
        else if (field === "id" && !text.includes("\0")) id = text;
      }
    }
  }

  /** Reads the conversation's events, and goes on from the last one after any break, until stopped. */
  async function listen() {
    stream?.abort();
    const mine = talk;
    const stop = (stream = new AbortController());
    let failures = 0;
    while (!stop.signal.aborted) {
      const attempt = new AbortController();
      const end = () => attempt.abort();
      stop.signal.addEventListener("abort", end);
      let silence = setTimeout(end, SILENCE_MS);
      try {
        if (identifying) await identifying; // it may bring a new token
        const headers = { Authorization: `Bearer ${mine.token}`, Accept: "text/event-stream" };
        if (lastEventId) headers["Last-Event-ID"] = lastEventId;
        const response = await fetch(`${base}/api/conversations/${encodeURIComponent(mine.id)}/events`, { headers, signal: attempt.signal, cache: "no-store", credentials: "omit" });
        if ([401, 403, 404].includes(response.status)) return lost(mine);
        if (!response.ok) throw new Failure(response.status, "stream");
        reachable(true);
        await readEvents(response.body, (event) => { if (!stop.signal.aborted) receive(event); }, () => {
          failures = 0;
          clearTimeout(silence);
          silence = setTimeout(end, SILENCE_MS);
        });
      } catch { /* the line dropped: try again below */ } finally {
        clearTimeout(silence);
        stop.signal.removeEventListener("abort", end);
      }
      if (stop.signal.aborted) return;
      dropProvisional();
      if (++failures > 1) reachable(false);
      const wait = Math.min(SLOWEST_MS, 500 * 2 ** failures) * (0.75 + Math.random() / 2);
      await new Promise((go) => { wake = go; setTimeout(go, wait); stop.signal.addEventListener("abort", go, { once: true }); });
    }
  }

  /** The server does not know this conversation any more (its data was removed): begin a new one. */
  function lost(which) {
    if (talk !== which) return;
    const kept = recall();
    if (kept?.id === which.id && kept.token !== which.token) { // another tab was given a new token
      which.token = kept.token;
      listen();
      return;
    }
    forget();
    if (!view.panel.hidden) start();
  }

  function receive(event) {
    let data;
    try {
      data = JSON.parse(event.data);
    } catch {
      return;
    }
    if (event.id) lastEventId = event.id;
    if (event.name === "message") showMessage({ ...data, id: data.id ?? event.id });
    else if (event.name === "owner") changeOwner(data, Number(event.id ?? data.id) || null);
    else if (event.name === "typing") showTyping(data.on ? data.from : "", data.from);
    else if (event.name === "delta") showSentence(data);
  }

