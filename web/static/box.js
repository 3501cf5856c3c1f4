// Ways to go on from what is typed: an editable combobox with a list (ARIA Authoring Practices Guide).
const PAUSE = 150; // milliseconds after a key
const SHORTEST = 2; // letters
const input = document.querySelector("#q[data-suggest]");

if (input) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  Object.assign(list, { id: "suggestions", role: "listbox", hidden: true, ariaLabel: input.dataset.said });
  Object.assign(said, { role: "status", className: "sr" });
  input.after(list, said);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": false };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  let chosen = -1;
  let asking = null;
  let waiting = 0;

  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    choose(-1);
  };

  const choose = (at) => {
    chosen = at;
    [...list.children].forEach((row, number) => row.setAttribute("aria-selected", number === at));
    input.setAttribute("aria-expanded", !list.hidden);
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].id);
  };

  const take = (row) => {
    if (row.dataset.page) {
      location.assign(row.dataset.page);
      return;
    }
    input.value = row.dataset.filter ? "" : row.dataset.text;
    for (const [name, value] of new URLSearchParams(row.dataset.filter)) {
      if (name !== "lang") input.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    close();
    input.form.requestSubmit();
  };

  const show = ([typed, texts, descriptions, addresses]) => {
    if (typed !== tidy(input.value) || document.activeElement !== input) return;
    list.replaceChildren(...texts.map((text, number) => row(text, descriptions[number], addresses[number], number)));
    list.hidden = texts.length === 0;
    said.textContent = `${input.dataset.said}: ${texts.length}`;
    choose(-1);
  };

  const row = (text, description, address, number) => {
    const made = document.createElement("li");
    const note = document.createElement("span");
    Object.assign(made, { id: `suggestion-${number}`, role: "option", textContent: text });
    Object.assign(note, { className: "n", textContent: description });
    made.dataset.text = text;
    const { pathname, searchParams, search } = new URL(address);
    if (pathname.includes("/release/")) made.dataset.page = address;
    else if (!searchParams.has("q")) made.dataset.filter = search;
    made.append(" ", note);
    return made;
  };

  const tidy = (text) => text.normalize("NFC").trim().split(/\s+/).join(" ");

  const ask = async () => {
    asking = new AbortController();
    const address = new URL(input.dataset.suggest, location.href);
    address.searchParams.set("q", input.value);
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error); // the box works without suggestions
    }
  };

  input.addEventListener("input", () => {
    close();
    if (tidy(input.value).length >= SHORTEST) waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const rows = list.children.length;
    if (event.isComposing || !rows) return;
    if (event.key === "ArrowDown") choose(chosen + 1 < rows ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? rows - 1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (row) take(row);
  });
}

// Empty fields say nothing: leave them out of the address.
document.querySelector("#search")?.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) {
    if (value === "") formData.delete(name);
  }
});
