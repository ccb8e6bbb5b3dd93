  // ── the panel ────────────────────────────────────────────────────────────────────────────────────────────────────────

  async function start() {
    try {
      await conversation();
      startFailed = false;
    } catch (failure) {
      startFailed = failure.code !== "reset";
    }
    showTrouble();
  }

  function open() {
    if (!view.panel.hidden) return;
    view.panel.hidden = false;
    view.launcher.hidden = true;
    view.launcher.setAttribute("aria-expanded", "true");
    fit();
    unread = 0;
    if (talk) talk.read = Math.max(talk.read, talk.seen);
    remember();
    showUnread();
    scrollDown(true);
    view.input.focus({ preventScroll: true });
    start();
    announce("opened");
  }

  function close() {
    if (view.panel.hidden) return;
    const inside = document.activeElement === host;
    closeArticle();
    view.panel.hidden = true;
    view.launcher.hidden = false;
    view.launcher.setAttribute("aria-expanded", "false");
    if (inside) view.launcher.focus();
    announce("closed");
  }

  function showUnread() {
    view.badge.hidden = !unread;
    view.badge.textContent = unread ? String(Math.min(unread, 99)) : "";
    view.launcher.setAttribute("aria-label", unread ? `${words.open}, ${words.unread(unread)}` : words.open);
  }

  function reachable(yes) {
    connected = yes;
    showTrouble();
    showOwner();
    if (yes) resend();
  }

  function showTrouble() {
    const text = !navigator.onLine ? words.offline : startFailed && !talk ? words.cannotStart : !connected ? words.reconnecting : unproven ? words.unproven : "";
    view.trouble.hidden = !text;
    if (view.trouble.textContent !== text) view.trouble.textContent = text;
  }

  function count() {
    const length = [...view.input.value.trim()].length;
    view.counter.hidden = length < LONGEST * 0.8;
    view.counter.classList.toggle("over", length > LONGEST);
    view.counter.textContent = length > LONGEST ? words.tooLong(length - LONGEST) : words.left(length, LONGEST);
    view.send.disabled = !length || length > LONGEST;
    view.input.style.height = "auto";
    view.input.style.height = `${Math.min(130, view.input.scrollHeight + 2)}px`;
  }

  function submit() {
    const text = view.input.value.trim();
    if (!text || [...text].length > LONGEST) return;
    view.input.value = "";
    count();
    sendMessage({ text });
  }

  /** On a telephone the panel is as tall as what the keyboard leaves free. */
  function fit() {
    const seen = window.visualViewport;
    if (seen) host.style.setProperty("--seen-height", `${Math.round(seen.height)}px`);
    view.panel.setAttribute("aria-modal", String(matchMedia("(max-width: 520px)").matches));
  }

  function forget() {
    closeArticle();
    stream?.abort();
    stream = null;
    opening = identifying = null;
    talk = null;
    entries.forEach((entry) => entry.node.remove());
    entries = [];
    dropProvisional();
    owner = notedOwner = "bot";
    agent = ""; lastEventId = ""; unread = 0; position = null; startFailed = false; connected = true;
    remember();
    showTyping("");
    showUnread();
    showOwner();
    showTrouble();
    askStartOver(false);
    regroup();
  }

  function askStartOver(asking) {
    view.sure.hidden = !asking;
    view.startOver.hidden = asking || !entries.some((entry) => entry.who === "you");
    if (asking) {
      const yes = element("button", { class: "link", type: "button", onclick: () => { forget(); view.input.focus(); start(); } }, words.yes);
      const no = element("button", { class: "link", type: "button", onclick: () => { askStartOver(false); view.startOver.focus(); } }, words.no);
      view.sure.replaceChildren(`${words.startOverSure} `, yes, " ", no);
      no.focus();
    }
  }

  function speak() {
    words = WORDS[locale];
    view.panel.lang = view.launcher.lang = locale === "zh" ? "zh-CN" : "en";
    view.title.textContent = settings[`title${locale === "zh" ? "Zh" : "En"}`] || settings.title || words.title;
    view.launcherText.textContent = words.open;
    view.close.setAttribute("aria-label", words.close);
    view.introText.textContent = words.intro;
    view.starters.replaceChildren(...words.starters.map((text) => element("button", { class: "choice", type: "button", onclick: () => { sendMessage({ text }); view.input.focus({ preventScroll: true }); } }, text)));
    view.log.setAttribute("aria-label", words.log);
    view.input.placeholder = words.placeholder;
    view.input.setAttribute("aria-label", words.message);
    view.send.setAttribute("aria-label", words.send);
    view.below.textContent = words.newBelow;
    view.startOver.textContent = words.startOver;
    view.privacy.textContent = words.privacy;
    view.leaveQueue.textContent = words.leaveQueue;
    view.articleClose.setAttribute("aria-label", words.closeArticle);
    if (reading?.failed) view.articleText.textContent = words.noArticle;
    for (const entry of entries) {
      if (entry.kind === "note") entry.node.textContent = entry.say();
      if (entry.kind !== "message") continue;
      labelEntry(entry);
      if (entry.failure) explain(entry);
      if (entry.who !== "you" && entry.message) decorate(entry, entry.message);
    }
    askStartOver(false);
    count();
    showUnread();
    showOwner();
    showTrouble();
    showTyping(typist);
    regroup();
  }

  view.form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  view.input.addEventListener("input", count);
  view.input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return; // 229: an input method is choosing
    event.preventDefault();
    submit();
  });
  view.startOver.addEventListener("click", () => askStartOver(true));
  view.log.addEventListener("scroll", () => { atTheEnd = nearEnd(); if (atTheEnd) view.below.hidden = true; });
  new ResizeObserver(() => { if (atTheEnd) scrollDown(); }).observe(view.log);
  view.panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      if (reading) closeArticle();
      else close();
    } else if (event.key === "Tab" && view.panel.getAttribute("aria-modal") === "true") {
      const stops = [...view.panel.querySelectorAll("button:not(:disabled), a[href], textarea, [tabindex='0']")].filter((node) => node.getClientRects().length && !node.closest("[inert]"));
      const edge = event.shiftKey ? stops[0] : stops.at(-1);
      if (root.activeElement === edge) {
        event.preventDefault();
        (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
      }
    }
  });
  // A page's own shortcuts must not fire while the shopper types.
  for (const name of ["keydown", "keyup", "keypress"]) host.addEventListener(name, (event) => event.stopPropagation());
  window.addEventListener("online", () => { showTrouble(); wake(); if (!talk && !view.panel.hidden) start(); if (connected) resend(); });
  window.addEventListener("offline", showTrouble);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !connected) wake(); });
  window.visualViewport?.addEventListener("resize", fit);
  window.addEventListener("resize", fit);
  window.addEventListener("storage", (event) => {
    if (event.key !== STORE) return;
    const kept = recall();
    if (kept?.id === talk?.id) {
      if (talk && kept.identified) Object.assign(talk, { identified: true, who: kept.who, token: kept.token }); // another tab identified it
      return;
    }
    stream?.abort();
    forgetLocally(kept);
  });

  /** Another tab began or cleared the conversation: follow it. */
  function forgetLocally(kept) {
    const raw = kept && { ...kept };
    forget();
    if (!raw) return;
    talk = raw;
    remember();
    listen();
  }

