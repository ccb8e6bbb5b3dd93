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

