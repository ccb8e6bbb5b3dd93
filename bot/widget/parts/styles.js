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

