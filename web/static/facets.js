// Long lists of values: a box above each narrows it as one types, in either script and without marks.
const CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшъыьэюяўқғҳ";
const LATIN = "a b v g d e yo j z i y k l m n o p r s t u f h s ch sh  i  e yu ya o q g h".split(" ");

const folded = (text) =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[а-ҳ]/g, (letter) => LATIN[CYRILLIC.indexOf(letter)] ?? letter)
    .normalize("NFD")
    .replace(/[\p{M}ʻʼ‘’'`´]/gu, "")
    .replaceAll("ts", "s")
    .replaceAll("x", "h");

for (const list of document.querySelectorAll("[data-narrow]")) {
  const { narrow: placeholder, narrow: ariaLabel } = list.dataset;
  const box = Object.assign(document.createElement("input"), { type: "search", className: "field", placeholder, ariaLabel });
  const said = Object.assign(document.createElement("p"), { role: "status", className: "soft" });
  const bar = list.querySelector(".apply");
  if (bar) bar.prepend(box);
  (bar?.nextElementSibling ?? list.querySelector(".opts")).before(...(bar ? [said] : [box, said]));
  let fetched = null;
  // What the page does not hold of the list is on the list's own page; it is asked for once, when it is wanted.
  const rest = async () => {
    const answer = await fetch(list.dataset.all);
    if (!answer.ok) throw new Error(`${list.dataset.all}: ${answer.status}`);
    const whole = new DOMParser().parseFromString(await answer.text(), "text/html");
    const held = new Set([...list.querySelectorAll("input[name]")].map((each) => each.value));
    for (const label of whole.querySelectorAll(".opts label")) {
      if (label.control.checked || held.has(label.control.value)) continue;
      const row = document.createElement("li");
      row.dataset.far = "";
      row.append(label);
      list.querySelector(".opts").append(row);
    }
  };

  const narrow = async () => {
    try {
      if (list.dataset.all) await (fetched ??= rest());
    } catch (error) {
      fetched = null; // the next key asks again; the link to the list stays
      return console.warn(error);
    }
    const words = folded(box.value).split(/\s+/).filter(Boolean);
    const fits = (label) => words.every((word) => folded(label.children[1].textContent).includes(word));
    let seen = 0;
    for (const label of list.querySelectorAll(".opts label")) {
      const row = label.parentElement;
      const far = "far" in row.dataset && !label.control.checked;
      row.hidden = words.length ? !fits(label) : far;
      seen += !row.hidden;
    }
    for (const part of list.querySelectorAll("section, .more")) {
      part.hidden = !part.querySelector("li:not([hidden])");
      if (part.localName === "details") part.open = words.length > 0;
    }
    for (const letters of list.querySelectorAll("nav")) letters.hidden = words.length > 0;
    said.textContent = words.length ? `${list.dataset.said}: ${seen}` : "";
  };
  box.addEventListener("input", narrow);
}

// A link to a whole list takes along what was ticked meanwhile.
for (const link of document.querySelectorAll("a.all")) {
  link.addEventListener("click", () => {
    const ticked = new URLSearchParams(new FormData(document.querySelector("#search")));
    ticked.set("facet", new URLSearchParams(link.search).get("facet"));
    link.search = ticked;
  });
}
