/* Ready replies: "/" in an empty reply box opens the menu; arrows, Enter and Escape work it. */
import { element } from "./page.js";

const REPLIES = [
  { name: "hello", en: "Hello, I'm {agent} from the team. I'm reading what you wrote and will be with you in a moment.", zh: "您好，我是客服 {agent}，正在查看您的留言，请稍等。" },
  { name: "checking", en: "Let me check that for you. It takes a minute or two.", zh: "我来为您核实一下，大约需要一两分钟。" },
  { name: "order number", en: "Could you tell me your order number? It begins the subject of the confirmation e-mail.", zh: "请问您的订单号是多少？您可以在订单确认邮件的标题中找到。" },
  { name: "sorry", en: "I'm sorry about this. Let me put it right for you.", zh: "非常抱歉给您带来不便，我马上为您处理。" },
  { name: "anything else", en: "Is there anything else I can help with? If not, I'll hand you back to the assistant, and you can ask for me again at any time.", zh: "还有其他需要帮助的吗？如果没有，我将把对话转回智能助手，您随时可以再找我们。" },
];

/** Adds the menu to a reply box. `locale()` and `agent()` say how a reply is worded now. */
export function offerReplies(box, menu, locale, agent) {
  let chosen = 0;
  let found = [];

  const worded = (reply) => (locale() === "zh" ? reply.zh : reply.en).replace("{agent}", agent());
  const isOpen = () => !menu.hidden;
  function shut() {
    menu.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }
  function insert(reply) {
    box.value = worded(reply);
    shut();
    box.focus();
    box.dispatchEvent(new Event("input"));
  }
  function draw() {
    const match = /^\/([\w ]*)$/.exec(box.value);
    found = match ? REPLIES.filter((reply) => reply.name.startsWith(match[1].toLowerCase())) : [];
    if (!found.length) return shut();
    chosen = Math.min(chosen, found.length - 1);
    menu.replaceChildren(...found.map((reply, at) => element("div", { role: "option", id: `reply-${at}`, class: "option", "aria-selected": String(at === chosen), onmousedown: (event) => { event.preventDefault(); insert(reply); } },
      element("strong", {}, `/${reply.name}`), element("span", {}, worded(reply)))));
    menu.hidden = false;
    box.setAttribute("aria-expanded", "true");
    box.setAttribute("aria-activedescendant", `reply-${chosen}`);
  }

  box.addEventListener("input", () => { chosen = 0; draw(); });
  box.addEventListener("blur", shut);
  box.addEventListener("keydown", (event) => {
    if (!isOpen()) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) chosen = (chosen + step + found.length) % found.length;
    else if (event.key === "Enter" || event.key === "Tab") insert(found[chosen]);
    else if (event.key === "Escape") shut();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (step) draw();
  });
}
