// Ways to go on from what is typed: an editable combobox with a list (ARIA Authoring Practices Guide).
const PAUSE = 150; // milliseconds after a key
const SHORTEST = 2; // letters
const input = document.querySelector("#q[data-suggest]");
const form = document.querySelector("#search");
const buttons = document.querySelectorAll("[data-count]");

// Return a function that fetches an address and shows the answer, unless it is called again before that.
const latest = (show) => {
  let asking = null;
  return async (address) => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = address && (await fetch(address, { signal: asking.signal }));
      if (answer?.ok) show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error); // the page works without it
    }
  };
};

if (input) {
  const shape = { id: "suggestions", role: "listbox", hidden: true, ariaLabel: input.dataset.said };
  const list = Object.assign(document.createElement("ul"), shape);
  const said = Object.assign(document.createElement("p"), { role: "status", className: "sr" });
  input.after(list, said);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": false };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  let [chosen, waiting] = [-1, 0];

  const close = () => {
    clearTimeout(waiting);
    fetchSuggestions();
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
    if (row.dataset.page) return location.assign(row.dataset.page);
    input.value = row.dataset.filter ? "" : row.dataset.text;
    for (const [name, value] of new URLSearchParams(row.dataset.filter)) {
      if (name !== "lang") input.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    close();
    input.form.requestSubmit();
  };

  const fetchSuggestions = latest((answer) => {
    const [typed, texts, descriptions, addresses] = JSON.parse(answer);
    if (typed !== tidy(input.value) || document.activeElement !== input) return;
    list.replaceChildren(...texts.map((text, number) => row(text, descriptions[number], addresses[number], number)));
    list.hidden = texts.length === 0;
    said.textContent = `${input.dataset.said}: ${texts.length}`;
    choose(-1);
  });

  const row = (text, description, address, number) => {
    const made = Object.assign(document.createElement("li"), { id: `suggestion-${number}`, role: "option", textContent: text });
    const note = Object.assign(document.createElement("span"), { className: "n", textContent: description });
    made.dataset.text = text;
    const { pathname, searchParams, search } = new URL(address);
    if (pathname.includes("/release/")) made.dataset.page = address;
    else if (!searchParams.has("q")) made.dataset.filter = search;
    made.append(" ", note);
    return made;
  };

  const tidy = (text) => text.normalize("NFC").trim().split(/\s+/).join(" ");

  const ask = () => fetchSuggestions(input.dataset.suggest + encodeURIComponent(input.value));

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
form?.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
});

// While boxes are ticked, the buttons below them say how many releases they would show.
const fetchCount = latest((text) => buttons.forEach((button) => (button.textContent = text)));
document.addEventListener("change", ({ target }) => {
  if (buttons.length && target.form === form) fetchCount(`${buttons[0].dataset.count}?${new URLSearchParams(new FormData(form))}`);
});
