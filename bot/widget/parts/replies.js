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

