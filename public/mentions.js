// After an `@` in a comment on a deal or an account, offers the people who can be named. Without it the whole name is typed.
(() => {
  const people = new Map();
  let list, field;

  const close = () => {
    list?.remove();
    list = undefined;
  };

  /** What stands between the last `@` and the caret, if it may be the beginning of a name. */
  const begun = () => {
    const before = field.value.slice(0, field.selectionStart);
    const found = /(^|[^\p{L}\p{N}])@([\p{L}\p{M}'’.\- ]{0,40})$/u.exec(before);
    return found && { from: before.length - found[2].length, word: found[2].toLowerCase() };
  };

  const choose = (name) => {
    const { from } = begun() ?? { from: field.selectionStart };
    field.setRangeText(`${name} `, from, field.selectionStart, "end");
    close();
    field.focus();
  };

  const offer = async () => {
    const at = begun();
    const deal = field.form?.elements.id?.value;
    if (!at || !deal) return close();
    if (!people.has(deal)) {
      people.set(deal, []);
      const of = field.form.getAttribute("action").includes("accounts") ? "accounts" : "deals";
      const answer = await fetch(`/${of}/${deal}/people`).catch(() => undefined);
      if (answer?.ok) people.set(deal, await answer.json());
      return offer();
    }
    const internal = field.form.elements.internal?.checked;
    const fits = people
      .get(deal)
      .filter(([name, staff]) => (staff || !internal) && name.toLowerCase().startsWith(at.word))
      .slice(0, 6);
    close();
    if (!fits.length || (fits.length === 1 && fits[0][0].toLowerCase() === at.word.trim())) return;
    list = document.createElement("ul");
    list.className = "mentions";
    for (const [name] of fits) {
      const button = document.createElement("button");
      button.type = "button";
      button.dir = "auto";
      button.textContent = name;
      button.addEventListener("click", () => choose(name));
      list.appendChild(document.createElement("li")).append(button);
    }
    field.after(list);
  };

  addEventListener("input", ({ target }) => {
    if (!target.matches?.(':is(form[action="/api/deals/comment"], form[action="/api/accounts/comment"]) textarea')) return;
    field = target;
    offer();
  });

  addEventListener("keydown", (event) => {
    if (!list) return;
    const buttons = [...list.querySelectorAll("button")];
    const here = buttons.indexOf(document.activeElement);
    if (event.key === "Escape") {
      close();
      field.focus();
    } else if (event.key === "ArrowDown" || (event.key === "ArrowUp" && here >= 0)) {
      const next = buttons[here + (event.key === "ArrowDown" ? 1 : -1)];
      (next ?? (here <= 0 ? field : buttons[here])).focus();
    } else return;
    event.preventDefault();
  });

  addEventListener("focusout", () => {
    setTimeout(() => {
      const inside = document.activeElement === field || list?.contains(document.activeElement);
      if (!inside) close();
    });
  });
})();
