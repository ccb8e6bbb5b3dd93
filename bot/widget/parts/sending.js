  // ── sending ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  function settle(entry) {
    entry.node.classList.remove("pending", "failed");
    entry.state.hidden = true;
    entry.state.replaceChildren();
  }

  function leaveQueue() {
    const failed = entries.find((entry) => entry.leaves && entry.node.classList.contains("failed"));
    if (failed) post(failed); // pressed again: the same request, not a second one
    else sendMessage({ choice: LEAVE, label: words.leaveQueue });
    view.input.focus();
  }

  /** What could not be sent while the line was down is sent once more, in the order in which it was written. */
  async function resend() {
    for (const entry of entries.filter((one) => one.failure && one.lost && !one.resent)) {
      if (!entry.failure || !entries.includes(entry)) continue;
      entry.resent = true;
      await post(entry);
    }
  }

  function sendMessage({ text, choice, label }) {
    const clientId = newId();
    const entry = makeEntry({ from: "shopper", client_id: clientId });
    entry.body = choice ? { client_id: clientId, choice } : { client_id: clientId, text };
    entry.leaves = choice === LEAVE;
    fill(entry, { from: "shopper", text: choice ? label : text });
    place(entry);
    scrollDown();
    post(entry);
  }

  async function post(entry) {
    entry.node.classList.remove("failed");
    entry.node.classList.add("pending");
    entry.state.hidden = true;
    entry.failure = null;
    posting += 1;
    showTyping(typist);
    showOwner();
    let answer = null, failure = null, sentTo = null;
    try {
      sentTo = await conversation();
      answer = await call(`/api/conversations/${encodeURIComponent(sentTo.id)}/messages`, entry.body, sentTo.token);
    } catch (error) {
      failure = error;
    }
    posting -= 1;
    if (sentTo && sentTo !== talk) return showTyping(typist); // reset, or another conversation, while this was under way
    if (failure) {
      dropProvisional();
      if ([401, 404].includes(failure.status) && sentTo && !entry.moved) {
        // The server has forgotten the conversation: the same words begin a new one, once.
        entry.moved = true;
        forget();
        place(entry);
        return post(entry);
      }
      if (entry.id === null) fail(entry, failure);
      return showTyping("");
    }
    const messages = (answer.messages || []).filter((message) => Number.isFinite(Number(message.id)));
    if (entry.id === null) {
      // It stands where the server took it up: before its replies, or after all that is known now.
      const replies = messages.map((message) => Number(message.id));
      entry.before = replies.length ? Math.min(...replies) - 0.5 : Math.max(0, ...entries.map((other) => other.id ?? other.before ?? 0)) + 0.5;
      place(entry);
    }
    settle(entry);
    if (unproven) {
      unproven = false; // read, and carried on
      showTrouble();
    }
    for (const message of messages) showMessage(message);
    if (answer.owner && answer.owner !== owner) {
      owner = answer.owner;
      regroup();
    }
    showOwner();
    dropProvisional();
    showTyping("", "bot");
  }

  function fail(entry, failure) {
    entry.failure = failure;
    entry.lost = failure.status === 0 || failure.status >= 502;
    entry.node.classList.remove("pending");
    entry.node.classList.add("failed");
    entry.state.setAttribute("role", "alert");
    explain(entry);
    showOwner();
    scrollDown();
  }

  function explain(entry) {
    const { failure } = entry;
    const why = failure.status === 429 ? words.tooMany
      : entry.body.choice && [400, 404, 409, 410, 422].includes(failure.status) ? words.gone
      : [400, 413, 422].includes(failure.status) ? words.refused : words.failed;
    const retry = element("button", { class: "link", type: "button", onclick: () => { post(entry); view.input.focus(); } }, words.retry);
    entry.state.replaceChildren(element("span", {}, why), retry);
    entry.state.hidden = false;
  }

