  /** A message of anyone's, from the stream or from a post's answer: shown once, whichever comes first. */
  function showMessage(message) {
    const id = Number(message.id);
    if (!Number.isFinite(id)) return;
    if (message.from === "system") return;
    let entry = entries.find((other) => other.kind === "message" && other.id === id);
    if (!entry && message.from === "shopper") {
      entry = entries.find((other) => other.id === null && other.clientId && other.clientId === message.client_id);
      if (!entry && !message.client_id) entry = entries.find((other) => other.id === null && other.who === "you" && other.message?.text === message.text);
    }
    const isNew = !talk || id > talk.seen;
    const atEnd = atTheEnd || message.from === "shopper";
    if (entry) {
      if (entry.id === id) return;
      entry.id = id;
      fill(entry, message);
      settle(entry);
    } else {
      if (message.from !== "shopper") dropProvisional();
      entry = makeEntry(message);
      entry.id = id;
      fill(entry, message);
      settle(entry);
    }
    place(entry);
    if (message.from !== "shopper") showTyping("", message.from);
    if (talk && isNew) {
      talk.seen = id;
      if (message.from !== "shopper") announce("message", { id, from: message.from, text: message.text });
    }
    if (view.panel.hidden) {
      if (message.from !== "shopper" && talk && id > talk.read) unread += 1;
    } else if (talk && id > talk.read) talk.read = id;
    remember();
    showUnread();
    if (atEnd) scrollDown();
    else if (isNew) view.below.hidden = false;
  }

  function note(say, id) {
    const entry = { kind: "note", id, say, local: (local += 1), node: element("div", { class: "note" }, say()) };
    const atEnd = atTheEnd;
    place(entry);
    if (atEnd) scrollDown();
  }

  function changeOwner(data, id) {
    const before = notedOwner;
    owner = data.owner || "bot";
    agent = owner === "agent" ? (typeof data.agent === "string" ? data.agent : data.agent?.name) || "" : "";
    const name = agent;
    position = Number(data.position) || null;
    notedOwner = owner;
    if (owner !== "bot") dropProvisional();
    if (owner !== before) {
      if (owner === "agent") note(() => words.joined(name || words.agent), id);
      else if (owner === "queue") note(() => words.queued, id);
      else if (owner === "resolved" || data.status === "resolved") note(() => words.resolved, id);
      else if (before !== "resolved") note(() => words.back, id);
    }
    showTyping("");
    showOwner();
    regroup();
  }

  function showOwner() {
    const withAgent = owner === "agent", waiting = owner === "queue";
    view.dot.className = `dot ${waiting ? "queue" : ""} ${connected ? "" : "off"}`;
    view.withWhom.textContent = withAgent ? agent || words.agent : waiting ? words.withQueue : words.withBot;
    view.banner.hidden = !(withAgent || waiting);
    view.banner.classList.toggle("with-agent", withAgent);
    const text = withAgent ? words.withAgent(agent || words.agent) : waiting ? (position ? words.position(position) : words.queueBanner) : "";
    if (view.bannerText.textContent !== text) view.bannerText.textContent = text;
    view.leaveQueue.hidden = !waiting;
    view.leaveQueue.disabled = entries.some((entry) => entry.leaves && entry.node.classList.contains("pending"));
  }

  /** One checked sentence of an answer that is still being written. */
  function showSentence({ reply_to, text }) {
    if (!text || owner === "agent" || owner === "queue") return;
    const known = entries.find((entry) => entry.from === "bot" && reply_to && entry.message?.reply_to === reply_to);
    if (known) return;
    if (!provisional || provisional.replyTo !== reply_to) {
      dropProvisional();
      const entry = makeEntry({ from: "bot" });
      entry.node.classList.add("provisional");
      entry.node.setAttribute("aria-hidden", "true"); // the finished message is the one that is read out
      labelEntry(entry);
      provisional = { node: entry.node, bubble: entry.bubble, replyTo: reply_to, text: "" };
      view.log.insertBefore(entry.node, view.starters);
    }
    const atEnd = atTheEnd;
    const gap = !provisional.text || /[\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]$/.test(provisional.text) || /^\s/.test(text) ? "" : " ";
    provisional.text += gap + text;
    provisional.bubble.replaceChildren(...linked(provisional.text));
    if (atEnd) scrollDown();
  }

  function dropProvisional() {
    provisional?.node.remove();
    provisional = null;
  }

  function showTyping(who, from) {
    if (who) typist = who;
    else if (!from || from === typist) typist = "";
    clearTimeout(typistTimer);
    // Never stuck: without news of the same typist it goes away by itself.
    if (typist) typistTimer = setTimeout(() => showTyping(""), typist === "agent" ? 8_000 : 30_000);
    const waitingForBot = posting > 0 && owner !== "agent" && owner !== "queue";
    const shown = typist === "agent" || typist === "bot" ? typist : waitingForBot ? "bot" : "";
    const atEnd = atTheEnd;
    view.typing.hidden = !shown;
    view.typingText.textContent = shown ? `${shown === "agent" ? agent || words.agent : words.bot} ${words.typing}` : "";
    if (atEnd) scrollDown();
  }

