  // ── for the page around it ───────────────────────────────────────────────────────────────────────────────────────────

  window.Aisle = Object.freeze({
    version: "0.1.0",
    open, close,
    toggle: () => (view.panel.hidden ? open() : close()),
    identify, guest,
    /** Forgets the conversation and the shopper on this browser: call it when the shopper signs out. */
    reset() {
      claims += 1;
      startAnew();
    },
    setLocale(wanted) {
      locale = normalise(wanted);
      speak();
    },
    /** Calls back on "opened", "closed", "message" or "product"; gives a function that stops it. */
    on(name, callback) {
      const listener = (event) => callback(event.detail);
      listeners.addEventListener(name, listener);
      return () => listeners.removeEventListener(name, listener);
    },
    get isOpen() { return !view.panel.hidden; },
    get locale() { return locale; },
  });

  function begin() {
    document.body.append(host);
    brand(settings.accent);
    const privacy = safeUrl(settings.privacyUrl, location.href);
    if (privacy) view.privacy.href = privacy;
    view.privacy.hidden = !privacy;
    speak();
    talk = recall();
    if (settings.shopper === "guest") guest();
    if (talk) listen();
    announce("ready");
  }
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin, { once: true });
})();
