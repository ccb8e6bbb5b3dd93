  // ── the log ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  const rank = (entry) => entry.id ?? entry.before ?? Infinity;

  /** Puts an entry where its id belongs; those without an id yet stay at the end, in the order they were written. */
  function place(entry) {
    const kept = document.activeElement === host ? root.activeElement : null;
    entries = entries.filter((other) => other !== entry);
    let at = entries.length;
    while (at > 0 && (rank(entries[at - 1]) > rank(entry) || (rank(entries[at - 1]) === rank(entry) && entries[at - 1].local > entry.local))) at -= 1;
    const next = entries[at]?.node || provisional?.node || view.starters;
    entries.splice(at, 0, entry);
    if (entry.node.parentNode !== view.log || entry.node.nextSibling !== next) view.log.insertBefore(entry.node, next);
    if (kept && entry.node.contains(kept)) kept.focus();
    regroup();
  }

  function regroup() {
    let previous = "";
    const newest = entries.filter((entry) => entry.kind === "message").at(-1);
    for (const entry of entries) {
      entry.node.classList.toggle("follows", entry.kind === "message" && entry.who === previous);
      previous = entry.kind === "message" ? entry.who : "";
      for (const button of entry.buttons || []) {
        const open = button.dataset.choice === LEAVE ? owner === "queue" : owner !== "agent" && owner !== "queue";
        button.disabled = entry !== newest || Boolean(entry.used) || !open;
      }
    }
    // The server greets with the first message; until it has come, or where it cannot, the widget says who is there.
    view.intro.hidden = entries.length > 0;
    view.starters.hidden = owner !== "bot" || Boolean(newest?.buttons?.length) || entries.some((entry) => entry.who === "you");
    view.startOver.hidden = !view.sure.hidden || !entries.some((entry) => entry.who === "you");
  }

  const nearEnd = () => view.log.scrollHeight - view.log.scrollTop - view.log.clientHeight < 90;
  let atTheEnd = true; // where the shopper left it; a banner or the keyboard that takes room does not change that
  function scrollDown(now) {
    view.log.scrollTop = view.log.scrollHeight;
    atTheEnd = true;
    if (now) view.below.hidden = true;
  }

  function makeEntry(message) {
    const mine = message.from === "shopper";
    const who = mine ? "you" : message.from === "agent" ? "agent" : "bot";
    const node = element("div", { class: `entry ${mine ? "mine" : who}` });
    const entry = { kind: "message", node, who, local: (local += 1), from: message.from, id: null, clientId: message.client_id || null, agent: who === "agent" ? message.agent?.name || message.agent || agent : "" };
    entry.label = element("span", { class: "who" });
    entry.bubble = element("div", { class: "bubble" });
    entry.state = element("div", { class: "state", hidden: true });
    node.append(entry.label, entry.bubble);
    if (mine) node.append(entry.state);
    return entry;
  }

  function labelEntry(entry) {
    entry.label.textContent = entry.who === "you" ? words.you : entry.who === "agent" ? entry.agent || words.agent : words.bot;
    entry.label.classList.toggle("unseen", entry.who === "you");
  }

  function fill(entry, message) {
    entry.message = message;
    const text = String(message.text ?? "");
    entry.bubble.replaceChildren(...linked(beside(text, message.cards || [])));
    entry.bubble.hidden = !text;
    const at = message.at ? new Date(typeof message.at === "number" ? message.at * 1000 : message.at) : null;
    if (at && !Number.isNaN(at.valueOf())) entry.bubble.title = at.toLocaleString(locale === "zh" ? "zh-CN" : "en", { dateStyle: "medium", timeStyle: "short" });
    labelEntry(entry);
    if (entry.who !== "you") decorate(entry, message);
  }

