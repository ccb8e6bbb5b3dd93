  // ── building the page ────────────────────────────────────────────────────────────────────────────────────────────────

  function element(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  function icon(...paths) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" }))
      svg.setAttribute(name, value);
    for (const d of paths) {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", d);
      svg.append(path);
    }
    return svg;
  }

  /** An address that may stand in a link or a picture, or null: http(s) alone, relative ones against the given origin. */
  function safeUrl(value, against = base) {
    if (typeof value !== "string" || !value) return null;
    try {
      const url = new URL(value, against);
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
    } catch {
      return null;
    }
  }

  const LINK = /(?<=^|[\s:：])\/\?[\w=&%-]+|https:\/\/[^\s<>"'，。；：！？（）【】《》]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/g;

  /** Text as nodes: https and e-mail addresses become links, all else stays text. */
  function linked(text) {
    const nodes = [];
    let from = 0;
    for (const match of text.matchAll(LINK)) {
      const word = match[0].startsWith("https:") ? match[0].replace(/[.,;:!?)\]]+$/, "") : match[0];
      const own = word.startsWith("/"); // a page of the shop itself, such as a basket
      const href = own ? safeUrl(word, location.origin) : word.startsWith("https:") ? safeUrl(word) : `mailto:${word}`;
      if (!href) continue;
      nodes.push(text.slice(from, match.index));
      const link = element("a", { href, rel: "noopener noreferrer nofollow", target: word.startsWith("https:") ? "_blank" : null });
      link.textContent = word;
      nodes.push(link);
      from = match.index + word.length;
    }
    nodes.push(text.slice(from));
    return nodes.filter((node) => node !== "");
  }

  const host = element("aisle-widget", { "data-aisle": "" });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];

  const view = {};
  view.launcherText = element("span", { class: "text" });
  view.badge = element("span", { class: "badge", hidden: true });
  view.launcher = element("button", { class: "launcher", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => open() },
    icon("M21 11.5a8.4 8.4 0 0 1-8.5 8.3 8.7 8.7 0 0 1-3.8-.9L3 21l2-5.2a8.1 8.1 0 0 1-1-4.3 8.4 8.4 0 0 1 8.5-8.3A8.4 8.4 0 0 1 21 11.5Z"), view.launcherText, view.badge);
  view.title = element("h2", { id: "title" });
  view.dot = element("span", { class: "dot" });
  view.withWhom = element("span");
  view.close = element("button", { class: "icon", type: "button", onclick: () => close() }, icon("M6 6l12 12M18 6L6 18"));
  view.trouble = element("div", { class: "banner trouble", role: "status", hidden: true });
  view.bannerText = element("span", { role: "status" });
  view.leaveQueue = element("button", { class: "link", type: "button", hidden: true, onclick: () => leaveQueue() });
  view.banner = element("div", { class: "banner", hidden: true }, view.bannerText, view.leaveQueue);
  view.introText = element("p");
  view.starters = element("div", { class: "choices starters" });
  view.intro = element("div", { class: "intro" }, view.introText);
  view.log = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0" }, view.intro, view.starters);
  view.typingText = element("span");
  view.typing = element("div", { class: "typing", hidden: true }, element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")), view.typingText);
  view.below = element("button", { class: "below", type: "button", hidden: true, onclick: () => scrollDown(true) });
  view.input = element("textarea", { rows: "1", enterkeyhint: "send", autocomplete: "off", "aria-describedby": "counter" });
  view.send = element("button", { class: "send", type: "submit", disabled: true }, icon("M4 12l16-8-6 16-3-7-7-1Z"));
  view.form = element("form", { class: "compose", novalidate: true }, view.input, view.send);
  view.privacy = element("a", { target: "_blank", rel: "noopener" });
  view.startOver = element("button", { class: "link", type: "button" });
  view.sure = element("span", { hidden: true });
  view.counter = element("span", { class: "counter", id: "counter", "aria-live": "polite", hidden: true });
  view.articleTitle = element("h2", { id: "article-title" });
  view.articleText = element("div", { class: "words", tabindex: "0", "aria-live": "polite" });
  view.articleClose = element("button", { class: "icon", type: "button", onclick: () => closeArticle() }, icon("M15 5l-7 7 7 7"));
  view.article = element("section", { class: "article", role: "region", "aria-labelledby": "article-title", hidden: true },
    element("header", { class: "head" }, view.articleClose, view.articleTitle), view.articleText);
  view.panel = element("section", { class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
    element("header", { class: "head" }, element("div", { class: "grow" }, view.title, element("p", {}, view.dot, view.withWhom)), view.close),
    view.trouble, view.banner, view.log, view.typing, view.below, view.form,
    element("footer", { class: "foot" }, view.privacy, view.startOver, view.sure, view.counter),
    view.article);
  root.append(view.launcher, view.panel);

  /** The shop's colour, with text on it and links in it kept readable (WCAG AA). */
  function brand(accent) {
    if (!accent || !CSS.supports("color", accent)) return;
    host.style.setProperty("--accent", accent);
    host.style.color = accent;
    const [red, green, blue] = (getComputedStyle(host).color.match(/[\d.]+/g) || [47, 93, 80]).map(Number);
    host.style.color = "";
    const linear = (part) => ((part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    const onWhite = 1.05 / (light + 0.05);
    host.style.setProperty("--on-accent", onWhite >= 4.5 ? "#fff" : "#14211c");
    host.style.setProperty("--accent-text", onWhite >= 4.5 ? accent : "#22302c");
  }

