/* Aisle's chat widget, in one file and without dependencies.

   <script src="https://support.example/static/widget.js" data-locale="en" defer></script>

   It talks to the origin that it was loaded from. Whatever a server sends is text to be shown: it reaches the page through
   textContent alone. docs/widget.md lists the attributes, methods and events. */
(() => {
  "use strict";
  if (window.Aisle && window.Aisle.version) return;

  const script = document.currentScript || document.querySelector('script[src*="widget.js"]');
  const settings = script.dataset;
  const base = new URL(script.src, location.href).origin;
  const STORE = `aisle:${base}`;
  const LEAVE = "leave_queue"; // the choice that takes who waits for a person back to the assistant
  const LONGEST = 2000; // characters the server accepts in one message
  const SILENCE_MS = 75_000; // a stream without a byte (not even a ping) for this long is taken for dead
  const SLOWEST_MS = 30_000; // the longest pause between two attempts to reconnect

  // ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  const WORDS = {
    en: {
      open: "Chat with us", close: "Close chat", title: "Ask us anything", panel: "Chat with the shop",
      withBot: "Automated assistant", withQueue: "Waiting for a person", withAgent: (name) => `You're talking with ${name}`,
      intro: "Hi! I'm the shop's automated assistant. I can look up orders, answer questions and help you choose. You can ask for a person at any time.",
      starters: ["Where is my order?", "How long does shipping take?", "Can I return something?", "I'd like to talk to a person"],
      placeholder: "Write a message…", message: "Your message", send: "Send", log: "Conversation",
      you: "You", bot: "Assistant", agent: "Our team", typing: "is writing…",
      source: (title) => `Source: ${title}`, generated: "AI-written from the article",
      helped: "Did this answer help?", thumbUp: "Yes, it helped", thumbDown: "No, it did not help",
      failed: "Not sent.", retry: "Try again", sending: "Sending…",
      offline: "You're offline. Your conversation continues when you're back.", reconnecting: "Connection lost. Reconnecting…",
      tooMany: "That was a lot at once. Please wait a moment, then try again.",
      refused: "This could not be sent. Please write it another way.", gone: "This option is no longer available. Please write instead.",
      cannotStart: "The chat cannot be reached right now.",
      unproven: "We could not confirm who you are, so this is a new chat as a guest. You can carry on here.",
      leaveQueue: "Back to the assistant", closeArticle: "Back to the chat", loading: "Loading…", noArticle: "This article cannot be shown right now.",
      tooLong: (over) => `${over} characters too many`, left: (n, most) => `${n} / ${most}`,
      queueBanner: "You're in the queue for a person. You can keep writing; they will see everything.",
      position: (n) => `You're number ${n} in the queue for a person.`,
      joined: (name) => `${name} joined the conversation`, queued: "Passed to our team", back: "You're back with the assistant",
      resolved: "This conversation was resolved. Write again any time.",
      order: (n) => `Order ${n}`, total: "Total", expected: "Expected", track: "Track the parcel", quantity: (n) => `× ${n}`,
      inStock: "In stock", outOfStock: "Out of stock", view: (name) => `View ${name}`,
      privacy: "Privacy", startOver: "New conversation", startOverSure: "Clear this chat?", yes: "Yes, clear", no: "Keep it",
      unread: (n) => `${n} new`, newBelow: "New messages",
    },
    zh: {
      open: "联系客服", close: "关闭对话", title: "有什么可以帮您？", panel: "与商店对话",
      withBot: "智能助手", withQueue: "正在等待人工客服", withAgent: (name) => `${name} 正在为您服务`,
      intro: "您好！我是本店的智能助手，可以查询订单、解答问题、帮您挑选商品。您随时可以要求转接人工客服。",
      starters: ["我的订单到哪里了？", "配送需要多长时间？", "可以退货吗？", "我想找人工客服"],
      placeholder: "请输入消息…", message: "您的消息", send: "发送", log: "对话内容",
      you: "您", bot: "智能助手", agent: "客服团队", typing: "正在输入…",
      source: (title) => `来源：${title}`, generated: "由 AI 根据文章撰写",
      helped: "这个回答有帮助吗？", thumbUp: "有帮助", thumbDown: "没有帮助",
      failed: "未发送。", retry: "重试", sending: "发送中…",
      offline: "您已离线，恢复网络后对话将继续。", reconnecting: "连接中断，正在重新连接…",
      tooMany: "发送得太快了，请稍等片刻再试。",
      refused: "无法发送，请换一种说法。", gone: "该选项已失效，请直接输入。",
      cannotStart: "暂时无法连接客服。",
      unproven: "暂时无法确认您的身份，已为您以访客身份开始新对话，您可以继续咨询。",
      leaveQueue: "回到自动助手", closeArticle: "返回对话", loading: "加载中…", noArticle: "暂时无法显示这篇文章。",
      tooLong: (over) => `超出 ${over} 个字符`, left: (n, most) => `${n} / ${most}`,
      queueBanner: "您正在排队等待人工客服，可以继续留言，客服会看到全部内容。",
      position: (n) => `您在人工客服队列中排第 ${n} 位。`,
      joined: (name) => `${name} 已加入对话`, queued: "已转交客服团队", back: "已转回智能助手",
      resolved: "本次对话已解决，欢迎随时再来咨询。",
      order: (n) => `订单 ${n}`, total: "合计", expected: "预计送达", track: "查看物流", quantity: (n) => `× ${n}`,
      inStock: "有货", outOfStock: "缺货", view: (name) => `查看${name}`,
      privacy: "隐私政策", startOver: "新对话", startOverSure: "清除当前对话？", yes: "清除", no: "保留",
      unread: (n) => `${n} 条新消息`, newBelow: "有新消息",
    },
  };

  const normalise = (locale) => (String(locale || "").toLowerCase().startsWith("zh") ? "zh" : "en");
  let locale = normalise(settings.locale || document.documentElement.lang || navigator.language);
  let words = WORDS[locale];

  // ── styles ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  const STYLES = `
  :host { all: initial; --accent: #2f5d50; --on-accent: #fff; --accent-text: #2f5d50; --ink: #22302c; --quiet: #5b6864;
    --line: #e2e6e3; --paper: #fff; --mist: #f5f7f5; --warn: #9a3412; --radius: 16px;
    font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
    color: var(--ink); color-scheme: light; }
  *, *::before, *::after { box-sizing: border-box; }
  [hidden] { display: none !important; }
  button, textarea { font: inherit; color: inherit; }
  button { cursor: pointer; }
  button:focus-visible, a:focus-visible, textarea:focus-visible, .log:focus-visible { outline: 3px solid var(--accent-text); outline-offset: 2px; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .launcher { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; min-width: 60px; height: 60px; border: 0; border-radius: 30px;
    padding: 0 18px; background: var(--accent); color: var(--on-accent); display: flex; align-items: center; gap: 10px;
    box-shadow: 0 6px 24px rgb(20 40 33 / .28); font-weight: 600; transition: transform .15s, box-shadow .15s; }
  .launcher:hover { transform: translateY(-2px); box-shadow: 0 10px 28px rgb(20 40 33 / .32); }
  .launcher svg { width: 26px; height: 26px; flex: none; }
  .badge { position: absolute; top: -4px; right: -4px; min-width: 22px; height: 22px; border-radius: 11px; padding: 0 6px; background: #b3261e;
    color: #fff; font-size: 12px; line-height: 22px; text-align: center; }
  .panel { position: fixed; right: 20px; bottom: 20px; z-index: 2147483001; width: 400px; height: min(680px, calc(100dvh - 40px));
    display: flex; flex-direction: column; background: var(--paper); border-radius: var(--radius); overflow: hidden;
    box-shadow: 0 18px 60px rgb(20 40 33 / .3), 0 0 0 1px rgb(20 40 33 / .06); animation: rise .22s ease-out; }
  @keyframes rise { from { opacity: 0; transform: translateY(14px); } }
  .head { display: flex; align-items: center; gap: 12px; padding: 14px 12px 14px 18px; background: var(--accent); color: var(--on-accent); }
  .head h2 { margin: 0; font-size: 17px; line-height: 1.3; font-weight: 650; }
  .head p { margin: 1px 0 0; font-size: 13px; display: flex; align-items: center; gap: 6px; }
  .dot { width: 8px; height: 8px; border-radius: 50%; background: #9be3b8; flex: none; }
  .dot.queue { background: #ffd27a; } .dot.off { background: #d7d7d7; }
  .grow { flex: 1; min-width: 0; }
  .icon { width: 44px; height: 44px; border: 0; border-radius: 50%; background: transparent; color: inherit; display: grid; place-items: center; flex: none; }
  .icon:hover { background: rgb(255 255 255 / .16); }
  .head .icon:focus-visible { outline-color: var(--on-accent); outline-offset: -3px; }
  .icon svg { width: 22px; height: 22px; }
  .banner { padding: 9px 18px; font-size: 13.5px; background: #fff6e0; color: #5c4310; border-bottom: 1px solid #f0e2bd; }
  .banner.with-agent { background: #e9f3ee; color: #1f4638; border-color: #d3e6dc; }
  .banner.trouble { background: #fdece7; color: #7a2a12; border-color: #f5d2c6; }
  .log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 16px 16px 8px; display: flex; flex-direction: column; gap: 4px; background: var(--mist); }
  .intro { margin: 2px 0 4px; } .starters { padding-top: 10px; }
  .intro p { margin: 0 0 10px; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 4px 16px 16px 16px; padding: 10px 14px; max-width: 92%; }
  .entry { display: flex; flex-direction: column; align-items: flex-start; gap: 6px; margin-top: 8px; max-width: 100%; }
  .entry.mine { align-items: flex-end; }
  .who { font-size: 12px; color: var(--quiet); padding: 0 4px; }
  .entry.follows { margin-top: 2px; } .entry.follows .who { display: none; }
  .bubble { max-width: 86%; padding: 9px 14px; border-radius: 4px 16px 16px 16px; background: var(--paper); border: 1px solid var(--line);
    white-space: pre-wrap; overflow-wrap: anywhere; }
  .mine .bubble { background: var(--accent); color: var(--on-accent); border-color: transparent; border-radius: 16px 4px 16px 16px; }
  .agent .bubble { background: #e9f3ee; border-color: #cfe3d9; }
  .thumbs { display: inline-flex; gap: 2px; } .thumb { border: 1px solid transparent; background: none; color: var(--quiet); border-radius: 16px; width: 38px; height: 32px; padding: 0; display: grid; place-items: center; } .thumb svg { width: 17px; height: 17px; } .thumb.down svg { transform: rotate(180deg); }
  .thumb:hover { background: var(--paper); border-color: var(--line); color: var(--ink); } .thumb[aria-pressed="true"] { background: var(--accent); border-color: transparent; color: var(--on-accent); } @media (pointer: coarse) { .thumb { width: 44px; height: 40px; } }
  .bubble a { color: var(--accent-text); text-decoration: underline; text-underline-offset: 2px; }
  .mine .bubble a { color: inherit; }
  .pending .bubble { opacity: .72; } .provisional .bubble { border-style: dashed; }
  .state { font-size: 12.5px; color: var(--quiet); padding: 0 4px; display: flex; gap: 8px; align-items: center; max-width: 86%; text-align: right; }
  .failed .state { color: var(--warn); }
  .link { white-space: nowrap; border: 0; background: none; padding: 4px; color: var(--accent-text); text-decoration: underline; text-underline-offset: 2px; border-radius: 4px; }
  .marks { display: flex; flex-wrap: wrap; gap: 6px; max-width: 92%; }
  .chip { font-size: 12.5px; line-height: 1.4; padding: 2px 10px; border-radius: 11px; background: #e7ecea; color: #3d4b46; }
  button.chip { border: 0; text-align: left; text-decoration: underline; text-underline-offset: 2px; overflow-wrap: anywhere; } button.chip:hover { background: #d9e2de; }
  .article { position: absolute; inset: 0; z-index: 1; display: flex; flex-direction: column; background: var(--paper); }
  .article .head { padding: 10px 18px 10px 8px; } .article .head h2 { overflow-wrap: anywhere; }
  .article .words { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 16px 20px 24px; white-space: pre-wrap; overflow-wrap: anywhere; }
  .article .words:focus-visible { outline: 3px solid var(--accent-text); outline-offset: -3px; } .article .words a { color: var(--accent-text); }
  .banner { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 12px; } .banner .link { color: inherit; font-weight: 600; }
  .chip.ai { background: #efeaf8; color: #4a3a74; }
  .choices { display: flex; flex-wrap: wrap; gap: 8px; padding: 4px 0 2px; max-width: 100%; }
  .choice { border: 1.5px solid var(--accent-text); background: var(--paper); color: var(--accent-text); border-radius: 20px; padding: 7px 14px; min-height: 40px;
    text-align: left; font-weight: 550; overflow-wrap: anywhere; }
  .choice:hover:not(:disabled) { background: #eef4f1; }
  .choice:disabled { border-color: #c9d0cc; color: #66716d; cursor: default; background: transparent; font-weight: 400; }
  .choice.used:disabled { background: #e7ecea; color: #3d4b46; border-color: #aab5b0; }
  .card { width: min(100%, 330px); background: var(--paper); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; font-size: 14px; }
  .card-top { display: flex; justify-content: space-between; align-items: center; gap: 8px; padding: 11px 14px; border-bottom: 1px solid var(--line); }
  .card-top strong { font-size: 15px; }
  .status { font-size: 12.5px; font-weight: 600; padding: 2px 10px; border-radius: 11px; background: #e4eef6; color: #1d4a6b; }
  .status.good { background: #e0f0e6; color: #1c5233; } .status.bad { background: #fbe6df; color: #84300f; } .status.still { background: #eceeed; color: #46524d; }
  .lines { list-style: none; margin: 0; padding: 6px 14px; }
  .lines li { display: flex; gap: 10px; align-items: center; padding: 6px 0; }
  .lines img { width: 44px; height: 44px; border-radius: 8px; object-fit: cover; background: var(--mist); flex: none; }
  .small { color: var(--quiet); font-size: 13px; display: block; }
  .facts { margin: 0; padding: 9px 14px 11px; border-top: 1px solid var(--line); display: grid; grid-template-columns: auto 1fr; gap: 3px 14px; }
  .facts dt { color: var(--quiet); } .facts dd { margin: 0; text-align: right; font-weight: 600; }
  .action { display: block; text-align: center; padding: 11px; border-top: 1px solid var(--line); color: var(--accent-text); font-weight: 600; text-decoration: none; }
  .action:hover { background: var(--mist); text-decoration: underline; }
  .product { display: flex; text-decoration: none; color: inherit; transition: border-color .15s; }
  .product:hover { border-color: var(--accent-text); }
  .product img { width: 92px; align-self: stretch; min-height: 92px; object-fit: cover; background: var(--mist); flex: none; }
  .product div { padding: 10px 13px; min-width: 0; } .product strong { display: block; line-height: 1.35; }
  .product .why { display: block; margin-top: 3px; color: var(--accent-text); font-size: 13px; }
  .note { align-self: center; margin: 12px 0 4px; font-size: 12.5px; color: var(--quiet); text-align: center; padding: 2px 12px; }
  .typing { display: flex; align-items: center; gap: 8px; min-height: 26px; padding: 2px 16px 8px; background: var(--mist); font-size: 13px; color: var(--quiet); }
  .dots { display: inline-flex; gap: 4px; } .dots i { width: 7px; height: 7px; border-radius: 50%; background: #93a09b; animation: beat 1.2s infinite; }
  .dots i:nth-child(2) { animation-delay: .15s; } .dots i:nth-child(3) { animation-delay: .3s; }
  @keyframes beat { 0%, 60%, 100% { transform: none; opacity: .55; } 30% { transform: translateY(-4px); opacity: 1; } }
  .below { position: absolute; left: 50%; transform: translateX(-50%); bottom: 116px; border: 0; background: var(--ink); color: #fff; border-radius: 16px; padding: 6px 14px; font-size: 13px; box-shadow: 0 4px 14px rgb(0 0 0 / .25); }
  .compose { display: flex; align-items: flex-end; gap: 8px; padding: 10px 10px 6px 14px; border-top: 1px solid var(--line); background: var(--paper); }
  .compose textarea { flex: 1; min-width: 0; resize: none; border: 1px solid #8a9691; border-radius: 22px; padding: 9px 16px; min-height: 44px; max-height: 130px; background: #fff; font-size: 16px; line-height: 1.45; }
  .compose textarea:focus-visible { outline: 2px solid var(--accent-text); outline-offset: -1px; border-color: transparent; }
  .compose textarea::placeholder { color: #65716c; opacity: 1; }
  .send { width: 44px; height: 44px; border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); display: grid; place-items: center; flex: none; }
  .send:disabled { background: #d5dbd8; color: #66716d; cursor: default; } .send svg { width: 20px; height: 20px; }
  .foot { display: flex; align-items: center; gap: 10px; min-height: 34px; padding: 0 14px 6px 18px; font-size: 12.5px; color: var(--quiet); background: var(--paper); }
  .foot a { color: inherit; } .foot .link { color: inherit; font-size: inherit; } .counter { margin-left: auto; } .counter.over { color: var(--warn); font-weight: 600; }
  @media (max-width: 520px) {
    .panel { inset: 0 0 auto 0; width: 100%; height: var(--seen-height, 100dvh); border-radius: 0; }
    .launcher { right: 14px; bottom: 14px; } .launcher span.text { display: none; } .launcher { padding: 0 17px; }
  }
  @media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }
  @media (forced-colors: active) { .bubble, .choice, .card, .launcher, .send { border: 1px solid; } }
  `;

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

  /** The text without the lines that only say what each card shows again. */
  function beside(text, cards) {
    const [first, ...rest] = text.split("\n");
    const same = cards.length > 0 && rest.length === cards.length && rest.every((line, at) => line.includes(cards[at]?.name ?? cards[at]?.number ?? "\0"));
    return same ? first : text;
  }

  /** Cards, marks and choices under a reply. */
  function decorate(entry, message) {
    while (entry.bubble.nextSibling) entry.bubble.nextSibling.remove();
    for (const card of message.cards || []) {
      const built = card?.kind === "order" ? orderCard(card) : card?.kind === "product" ? productCard(card) : null;
      if (built) entry.node.append(built);
    }
    const marks = element("div", { class: "marks" });
    if (message.generated) marks.append(element("span", { class: "chip ai" }, words.generated));
    for (const source of message.sources || []) if (source?.title) marks.append(sourceChip(source));
    if (entry.who === "bot" && message.id && (message.sources || []).length) marks.append(thumbs(message));
    if (marks.childNodes.length) entry.node.append(marks);
    const choices = (message.choices || []).filter((choice) => choice?.id && choice?.label);
    entry.buttons = choices.map((choice) => {
      const button = element("button", { class: "choice", type: "button", "data-choice": String(choice.id) }, String(choice.label));
      button.addEventListener("click", () => {
        if (button.disabled) return;
        entry.used = choice.id;
        button.classList.add("used");
        sendMessage({ choice: String(choice.id), label: String(choice.label) });
        if (matchMedia("(pointer: fine)").matches) view.input.focus();
      });
      if (entry.used === choice.id) button.classList.add("used");
      return button;
    });
    if (choices.length) entry.node.append(element("div", { class: "choices", role: "group" }, ...entry.buttons));
  }

  /** Whether an answer helped: two buttons, of which one is pressed; pressed again, neither is. */
  function thumbs(message) {
    const buttons = [[true, "up", words.thumbUp], [false, "down", words.thumbDown]].map(([liked, way, label]) => {
      const button = element("button", { class: `thumb ${way}`, type: "button", "aria-label": label, title: label }, icon("M7 11v9H4v-9h3Zm0 0 4-8c1.8 0 2.6 1.3 2.3 2.9L12.6 9H19c1.2 0 2 1 1.8 2.1l-1.3 7.2c-.2 1-1 1.7-2 1.7H7"));
      button.addEventListener("click", () => rate(message, message.liked === liked ? null : liked, show));
      return [liked, button];
    });
    const show = () => buttons.forEach(([liked, button]) => button.setAttribute("aria-pressed", String(message.liked === liked)));
    show();
    return element("span", { class: "thumbs", role: "group", "aria-label": words.helped }, ...buttons.map(([, button]) => button));
  }

  async function rate(message, liked, show) {
    const before = message.liked ?? null;
    message.liked = liked;
    show();
    try {
      await call(`/api/conversations/${encodeURIComponent(talk.id)}/messages/${message.id}/thumb`, { liked }, talk.token);
    } catch {
      message.liked = before; // it did not arrive: what is shown is what is kept
      show();
    }
  }

  function sourceChip(source) {
    if (!source.id) return element("span", { class: "chip" }, words.source(source.title));
    const chip = element("button", { class: "chip", type: "button" }, words.source(source.title));
    chip.addEventListener("click", () => openArticle(source, chip));
    return chip;
  }

  function picture(address) {
    const src = safeUrl(address);
    if (!src) return null;
    const image = element("img", { src, alt: "", loading: "lazy", decoding: "async" });
    image.addEventListener("error", () => image.remove());
    return image;
  }

  const STATES = { delivered: "good", shipped: "", placed: "", paid: "", packed: "", delayed: "bad", lost: "bad", cancelled: "still", returned: "still", partly_returned: "still" };

  function orderCard(card) {
    const lines = element("ul", { class: "lines" });
    for (const line of card.lines || []) {
      const text = [line.variant, line.quantity > 1 ? words.quantity(line.quantity) : ""].filter(Boolean).join(" ");
      lines.append(element("li", {}, picture(line.image), element("span", { class: "grow" }, String(line.name ?? ""), text ? element("span", { class: "small" }, text) : null), String(line.price ?? "")));
    }
    const facts = element("dl", { class: "facts" });
    if (card.expected) facts.append(element("dt", {}, words.expected), element("dd", {}, String(card.expected)));
    if (card.total) facts.append(element("dt", {}, words.total), element("dd", {}, String(card.total)));
    const href = safeUrl(card.tracking_url);
    return element("article", { class: "card order", "aria-label": words.order(card.number ?? "") },
      element("div", { class: "card-top" }, element("strong", {}, words.order(card.number ?? "")), card.state_label ? element("span", { class: `status ${STATES[card.state] ?? ""}` }, String(card.state_label)) : null),
      lines.childNodes.length ? lines : null, facts.childNodes.length ? facts : null,
      href ? element("a", { class: "action", href, target: "_blank", rel: "noopener noreferrer" }, words.track) : null);
  }

  function productCard(card) {
    const href = safeUrl(card.url);
    const body = element("div", {}, element("strong", {}, String(card.name ?? "")),
      element("span", { class: "small" }, [card.price, card.in_stock === false ? words.outOfStock : card.in_stock ? words.inStock : ""].filter(Boolean).join(" · ")),
      card.reason ? element("span", { class: "why" }, String(card.reason)) : null);
    const node = element(href ? "a" : "article", { class: "card product", href, "aria-label": href ? words.view(card.name ?? "") : null }, picture(card.image), body);
    node.addEventListener("click", (event) => {
      // A shop may open its own product view: preventDefault on aisle:product keeps the page where it is.
      if (!announce("product", { id: card.id, url: href })) {
        event.preventDefault();
        if (matchMedia("(max-width: 520px)").matches) close();
      }
    });
    return node;
  }

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

  // ── an article that an answer names ──────────────────────────────────────────────────────────────────────────────────

  let reading = null; // {"title", "from": the chip that was pressed, "failed"}

  /** Shows an article's whole text over the conversation, in the language of its title. */
  async function openArticle(source, chip) {
    const mine = (reading = { title: String(source.title), from: chip, failed: false });
    view.articleTitle.textContent = mine.title;
    view.articleText.textContent = words.loading;
    view.article.hidden = false;
    for (const node of view.panel.children) node.inert = node !== view.article;
    view.articleClose.focus();
    try {
      const language = /[\u4e00-\u9fff]/.test(mine.title) ? "zh" : "en";
      const response = await fetch(`${base}/api/articles/${encodeURIComponent(source.id)}?locale=${language}`, { credentials: "omit" });
      if (!response.ok) throw new Failure(response.status, "article");
      const article = await response.json();
      if (reading !== mine) return;
      view.articleTitle.textContent = String(article.title ?? mine.title);
      view.articleText.replaceChildren(...linked(String(article.text ?? "")));
    } catch {
      if (reading !== mine) return;
      mine.failed = true;
      view.articleText.textContent = words.noArticle;
    }
    view.articleText.scrollTop = 0;
  }

  function closeArticle() {
    if (!reading) return;
    const { from } = reading;
    reading = null;
    view.article.hidden = true;
    for (const node of view.panel.children) node.inert = false;
    (from.isConnected ? from : view.input).focus();
  }

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

  // ── who is shopping ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** An empty chat, as nobody in particular. */
  function startAnew() {
    shopperToken = null;
    unproven = false;
    forget();
    if (!view.panel.hidden) start();
  }

  /** Nobody is signed in: a conversation that belongs to a shopper is dropped, a guest's goes on. */
  function guest() {
    claims += 1;
    const somebody = Boolean(talk?.identified || shopperToken);
    shopperToken = null;
    if (somebody) startAnew();
  }

  /** Says who is shopping: a token signed by the shop's server. Another shopper's token begins a new conversation, and
      so does one that the server does not confirm, as a guest: what a shopper said is never left to somebody else. */
  async function identify(token) {
    if (!token) return guest();
    const mine = (claims += 1);
    const who = subject(token);
    shopperToken = token;
    unproven = false;
    showTrouble();
    if (talk?.identified && talk.who !== who) forget(); // gone from the screen before the server has answered
    if (opening) await opening.catch(() => {});
    if (mine !== claims) return;
    if (!talk) {
      if (!view.panel.hidden) await start();
      if (mine === claims && unproven) throw new Failure(401, "token_refused");
      if (mine === claims && startFailed) throw new Failure(0, "unreachable");
      return;
    }
    const before = talk;
    let answer = null, failure = null;
    const asking = call(`/api/conversations/${encodeURIComponent(before.id)}/identify`, { shopper_token: token }, before.token)
      .then((given) => { answer = given; }, (why) => { failure = why; });
    identifying = asking;
    await asking;
    if (identifying === asking) identifying = null;
    if (talk !== before) return; // reset, or another shopper, while this was under way
    if (!failure) {
      if (answer.token && answer.conversation_id && String(answer.conversation_id) !== before.id) {
        forget();
        if (mine === claims) adopt(answer.conversation_id, answer.token, token);
        else if (!view.panel.hidden) start();
      } else {
        Object.assign(talk, { identified: true, who }, answer.token ? { token: answer.token } : {}); // whoever knew the old one is out
        remember();
      }
      return;
    }
    if (mine !== claims) return;
    if ([404, 409].includes(failure.status)) {
      forget(); // another shopper's conversation, or one the server no longer has: begin anew as this shopper
      if (!view.panel.hidden) await start();
      return;
    }
    // The same shopper as before, and a server that could not be asked: nothing speaks against them.
    if (before.identified && who && before.who === who && (failure.status === 0 || failure.status === 429 || failure.status >= 500)) throw failure;
    if (before.identified) startAnew();
    shopperToken = null;
    unproven = true;
    showTrouble();
    throw failure;
  }

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
