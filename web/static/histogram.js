const fields = ["from", "to"].map((name) => document.getElementById(name)); // filled by a range drawn over the bars
for (const group of document.querySelectorAll("g[role]")) {
  let [bars, first, drawn] = [[...group.children], -1, []];
  const draw = (event) => {
    const at = Math.max(0, bars.findLastIndex((bar) => bar.firstChild.getBoundingClientRect().left <= event.clientX));
    if (!event.buttons || event.type === "pointerdown") [first, drawn] = [event.buttons ? at : -1, []];
    if (first < 0 || !fields[0] || (at === first && !drawn.length)) return;
    drawn = bars.slice(Math.min(first, at), Math.max(first, at) + 1);
    for (const bar of bars) bar.classList.toggle("on", drawn.includes(bar));
    fields.forEach((field, end) => (field.value = new URL(drawn.at(-end).href.baseVal, location).searchParams.get(field.name)));
  };
  for (const type of ["pointerdown", "pointermove"]) group.addEventListener(type, draw);
  for (const type of ["click", "dragstart"]) group.addEventListener(type, (event) => (type !== "click" || drawn.length) && event.preventDefault());
  group.addEventListener("keydown", ({ key, target: { previousElementSibling: ArrowLeft, nextElementSibling: ArrowRight } }) => ({ ArrowLeft, ArrowRight })[key]?.focus());
}
