// While a page renews itself, what is typed, ticked, chosen and folded out on it goes on into the new one, and so does the focus.
// Nobody waits for it: the program that renews pages says only that it is about to (app/src/renewal.rs).
//
// The fields of a form that was taken begin anew with what was sent. Whatever differs from its beginning when the page is made
// anew was typed since, or into another form, and no answer knows of it. Where a page says what it is about (data-about), words
// stay with that: what was meant for one deal is not carried to the next.
(() => {
  // Whether news made the last change, and no form. A form that was taken has folded its own away.
  let news = false;
  const sent = new WeakMap();

  // Secrets are typed anew, and the rest has no words to keep.
  const WORDLESS = ["hidden", "password", "file", "range", "color", "submit", "reset", "button", "image"];
  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  // Boxes of one name go by what they stand for.
  const id = (field) => (isTick(field) ? `${field.name} ${field.value}` : field.id);
  const value = (field) => (isTick(field) ? field.checked : field.value);

  const beginning = (field) => {
    if (isTick(field)) return field.defaultChecked;
    if (!field.options) return field.defaultValue;
    // Where none is the first choice, a browser shows the first of all.
    const options = [...field.options];
    return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
  };

  const begin = (field, words) => {
    if (isTick(field)) field.defaultChecked = words;
    else if (field.options) for (const option of field.options) option.defaultSelected = option.value === words;
    else field.defaultValue = words;
  };

  // As if it were typed: who listens hears it.
  const write = (field, words) => {
    if (isTick(field)) field.checked = words;
    // What is offered no longer can't be chosen again.
    else if (field.options && ![...field.options].some((option) => option.value === words)) return;
    else field.value = words;
    for (const name of isTick(field) || field.options ? ["input", "change"] : ["input"]) {
      field.dispatchEvent(new Event(name, { bubbles: true }));
    }
  };

  // Of two that are called alike nobody knows which is meant.
  const alone = (all, name) => {
    const times = new Map();
    for (const one of all) times.set(name(one), (times.get(name(one)) ?? 0) + 1);
    return all.filter((one) => name(one) && times.get(name(one)) === 1);
  };

  const every = (within) =>
    [...within.querySelectorAll("input, textarea, select")].filter((field) => !WORDLESS.includes(field.type));
  const fields = (within) => alone(every(within), id);
  const called = (fold) => fold.querySelector("summary")?.textContent;
  const folds = (within) => alone([...within.querySelectorAll("details")], called);
  const main = () => document.getElementById("main");
  const about = () => document.querySelector("#main [data-about]")?.dataset.about;
  // A focus that does not move is found by tabbing.
  const focus = (element) => element?.focus({ preventScroll: true });

  // What is on the page that is about to be replaced; answers what brings it onto the new one, as far as that has the same.
  const gathered = () => {
    const from = main();
    if (!from) return;
    const of = about();
    const all = fields(from);
    // Of boxes of which one can be ticked, that one tells of the others.
    const typed = all
      .filter((field) => value(field) !== beginning(field) && (field.type !== "radio" || field.checked))
      .map((field) => [id(field), value(field)]);
    const held = all.find((field) => field === document.activeElement);
    const open = news ? folds(from).filter((fold) => fold.open).map(called) : [];
    return () => {
      const to = main();
      if (!to || about() !== of) return;
      for (const fold of folds(to)) if (open.includes(called(fold))) fold.open = true;
      const now = fields(to);
      for (const [name, words] of typed) {
        const field = now.find((one) => id(one) === name);
        if (field) write(field, words);
      }
      if (held) focus(now.find((one) => id(one) === id(held)));
    };
  };

  // If what had the focus is gone, what has its id now gets it, or else the page: the next Tab goes on from here and not from the
  // top.
  const replaced = (goesOn) => {
    const held = document.activeElement?.id;
    requestAnimationFrame(() => {
      goesOn?.();
      const active = document.activeElement;
      if (!active || active === document.body) focus((held && document.getElementById(held)) || main());
    });
  };

  addEventListener("news", () => (news = true), true);
  addEventListener("page-renews", () => replaced(gathered()));
  addEventListener("page-changes", () => replaced());
  addEventListener(
    "submit",
    ({ target: form }) => {
      if (!sent.has(form)) {
        form.addEventListener("taken", () => {
          news = false;
          for (const [field, words] of sent.get(form)) begin(field, words);
        });
      }
      sent.set(form, every(form).map((field) => [field, value(field)]));
    },
    true,
  );
})();
