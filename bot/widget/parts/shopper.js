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

