// Keeps what is typed into the form of a registration on this device until the portal has it: a bad line, a closed tab or a
// flat battery loses nothing, and what was handed in without a connection is sent once there is one. The form's key makes one deal
// of however many sendings. Without it drafts are kept by the portal alone.
(() => {
  const PLACE = "typed-deal:";
  let met, timer, wait, pressed;

  const area = () => document.querySelector("[data-device]");
  const formOf = (area) => area?.querySelector("form");
  const value = (form, name) => form.elements.namedItem(name)?.value ?? "";
  const place = (form) => PLACE + value(form, "id");
  const person = (area) => area.querySelector("[data-person]")?.dataset.person;

  const read = (place) => {
    try {
      return JSON.parse(localStorage.getItem(place) ?? "null");
    } catch {
      return null;
    }
  };

  const forget = (form) => {
    localStorage.removeItem(place(form));
    // Typed before it was a draft.
    if (read(PLACE)?.key === value(form, "key")) localStorage.removeItem(PLACE);
  };

  const forgetAll = (which = () => true) => {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PLACE) && which(read(name))) localStorage.removeItem(name);
  };

  const keep = (area, more = {}) => {
    const form = formOf(area);
    const fields = [...new FormData(form)].filter(([name]) => !["id", "version", "key", "programme"].includes(name));
    const record = { person: person(area), key: value(form, "key"), programme: value(form, "programme"), fields, at: Date.now() };
    try {
      localStorage.setItem(place(form), JSON.stringify({ ...record, ...more }));
    } catch {
      // A device that is full or that keeps nothing: the draft is the portal's alone.
    }
  };

  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "submit");
  const typed = (record, field) => {
    const values = record.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    return field.type === "checkbox" ? values.includes(field.value) : (values[0] ?? "");
  };
  const shown = (field) => (field.type === "checkbox" ? field.checked : field.value);
  const differing = (record, form) => fieldsOf(form).filter((field) => typed(record, field) !== shown(field));

  /** A field as words: what is chosen, and of a box whether it is. */
  const words = (field, what) => {
    if (field.type === "checkbox") return what ? "✓" : "–";
    return [...(field.options ?? [])].find((option) => option.value === what)?.text || what || "–";
  };

  const offer = (area, record) => {
    const [form, box] = [formOf(area), area.querySelector("[data-person]")];
    const lines = differing(record, form).map((field) => {
      const line = document.createElement("div");
      line.className = "fact";
      const label = line.appendChild(document.createElement("dt"));
      label.textContent = field.labels?.[0]?.textContent ?? field.name;
      const said = line.appendChild(document.createElement("dd"));
      said.append(words(field, typed(record, field)));
      if (shown(field)) {
        const other = said.appendChild(document.createElement("del"));
        other.textContent = words(field, shown(field));
        other.before(" ");
      }
      return line;
    });
    box.querySelector("dl").replaceChildren(...lines);
    const at = box.querySelector("time");
    at.textContent = new Date(record.at).toLocaleString(document.documentElement.lang);
    box.hidden = false;
    box.querySelector("[data-act=use]").onclick = () => {
      box.hidden = true;
      // The same form goes on: handed in before its answer was lost, it is that deal.
      if (!value(form, "id")) form.elements.namedItem("key").value = record.key;
      for (const field of differing(record, form)) {
        if (field.type === "checkbox") field.checked = typed(record, field);
        else field.value = typed(record, field);
        for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
      }
      fieldsOf(form)[0]?.focus();
    };
    box.querySelector("[data-act=drop]").onclick = () => {
      box.hidden = true;
      forget(form);
    };
  };

  /** A form has appeared: what was typed into it before is offered, where the portal does not have it. */
  const meet = (area) => {
    const form = formOf(area);
    forgetAll((record) => record?.person !== person(area));
    const record = read(place(form));
    if (!record || (!value(form, "id") && record.programme !== value(form, "programme"))) return;
    if (differing(record, form).length) offer(area, record);
    else forget(form);
  };

  const note = (area, on) => {
    const note = area.querySelector("[data-waits]");
    if (!note || note.hidden !== on) return;
    note.hidden = !on;
    if (on) note.scrollIntoView({ block: "nearest" });
  };

  /** What could not be sent is sent once more after a while, or when there is a connection. */
  const waits = (area) => {
    note(area, true);
    clearTimeout(timer);
    wait = Math.min((wait || 2e3) * 2, 6e4);
    timer = setTimeout(again, wait);
  };

  const again = () => {
    clearTimeout(timer);
    timer = undefined;
    const form = formOf(area());
    form?.requestSubmit(form.querySelector(`button[value="${pressed}"]`));
  };

  /** What the program says of the form: on its way, lost on the way, taken, or kept as a draft. */
  const follows = (area) => {
    const { device: state } = area.dataset;
    if (state === "lost") return waits(area);
    if (state === "sending") return;
    note(area, false);
    if (state === "taken" || state === "kept") forget(formOf(area));
    if (state !== "kept") wait = 0;
  };

  const looks = (changes) => {
    const now = area();
    if (now === met) {
      if (now && changes.some(({ type }) => type === "attributes")) follows(now);
      return;
    }
    clearTimeout(timer);
    [met, timer, wait] = [now, undefined, 0];
    if (now) meet(now);
  };

  document.addEventListener("input", ({ target }) => {
    const now = area();
    if (now && target.form && target.form === formOf(now)) keep(now);
  });

  addEventListener(
    "submit",
    (event) => {
      const now = area();
      if (event.target.getAttribute("action") === "/auth/sign-out") return forgetAll();
      if (!now || event.target !== formOf(now)) return;
      const alive = "alive" in document.documentElement.dataset;
      pressed = event.submitter?.value ?? "submit";
      keep(now, { posted: !alive });
      if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waits(now);
    },
    true,
  );

  addEventListener("online", () => timer && again());

  // Where a plain form leads once it was taken.
  if (/^\/deals\/dl_[^/]+(\/edit)?$/.test(location.pathname) && (!location.pathname.endsWith("/edit") || location.search.includes("saved=1")))
    forgetAll((record) => record?.posted);
  new MutationObserver(looks).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-device"] });
  looks([]);
})();
