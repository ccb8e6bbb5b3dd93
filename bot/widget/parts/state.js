  // ── state ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  // {"id", "token", "seen": the newest entry's id that this browser knows of, "read": … that was on screen,
  //  "identified": whether a shopper token was accepted for it, "who": that token's subject where it could be read}
  let talk = null;
  let opening = null; // the promise of a conversation being created
  let shopperToken = null;
  let identifying = null; // the promise of the server's word on who is shopping; nothing is sent before it
  let claims = 0; // counts what the page said about who is shopping: only its newest word holds
  let unproven = false; // the page named a shopper, and the server did not confirm it
  let entries = []; // what the log shows, in order
  let owner = "bot";
  let agent = "";
  let position = null;
  let notedOwner = "bot";
  let lastEventId = "";
  let stream = null;
  let posting = 0;
  let typist = "";
  let typistTimer = 0;
  let provisional = null;
  let connected = true;
  let startFailed = false;
  let unread = 0;
  let local = 0; // counts entries made here, to keep those without an id in order
  let wake = () => {};

  function remember() {
    try {
      if (talk) localStorage.setItem(STORE, JSON.stringify(talk));
      else localStorage.removeItem(STORE);
    } catch { /* a browser that keeps nothing: the conversation lives until the page is left */ }
  }

  function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE));
      if (kept && typeof kept.id === "string" && typeof kept.token === "string")
        return { id: kept.id, token: kept.token, seen: Number(kept.seen) || 0, read: Number(kept.read) || 0, identified: kept.identified === true, who: String(kept.who ?? "") };
    } catch { /* nothing kept, or not ours */ }
    return null;
  }

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  const listeners = new EventTarget();
  function announce(name, detail = {}) {
    const event = new CustomEvent(`aisle:${name}`, { detail, cancelable: true });
    listeners.dispatchEvent(new CustomEvent(name, { detail }));
    return document.dispatchEvent(event);
  }

