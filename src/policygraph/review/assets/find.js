// Words looked for in the notice: all are marked, Enter goes from one to the next.
import { points, rangeOf, reveal } from "./source.js";
import { pick } from "./selection.js";

const { t } = window.atlas;
const field = document.getElementById("find-words");
const output = document.getElementById("found");
const MOST = 500;
let found = [];
let at = -1;

function search() {
  const words = field.value.trim();
  found = [];
  at = -1;
  if (words) {
    const length = Array.from(words).length;
    for (let place = points().find(words); place >= 0 && found.length < MOST; place = points().find(words, place + length)) found.push({ start: place, end: place + length });
  }
  output.textContent = words ? (found.length ? t("desk_found", { n: found.length }) : t("desk_found_none")) : "";
  if (CSS.highlights) CSS.highlights.set("found", new Highlight(...found.map(({ start, end }) => rangeOf(start, end))));
}

function go(step) {
  if (!found.length) return;
  at = (at + step + found.length) % found.length;
  const { start, end } = found[at];
  reveal(start, end);
  output.textContent = t("desk_place", { n: at + 1, m: found.length });
  if (CSS.highlights) CSS.highlights.set("found-now", new Highlight(rangeOf(start, end)));
}

field.addEventListener("input", search);
field.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    field.value = "";
    search();
    CSS.highlights?.delete("found-now");
  } else if (event.key === "Enter" && event.shiftKey) {
    event.preventDefault();
    go(-1);
  }
});
document.getElementById("find").addEventListener("submit", (event) => {
  event.preventDefault();
  go(1);
});
// Leaving the field with words found selects them, so that they can be used.
field.addEventListener("blur", () => at >= 0 && found[at] && pick(found[at].start, found[at].end));
