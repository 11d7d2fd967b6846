// The images of the pages of a scan or a PDF file, and on them the lines of what is chosen.
import * as api from "./api.js";
import { chosen, onChoice } from "./desk.js";
import { reveal } from "./source.js";
import { on, store } from "./store.js";

const { el, t, listen } = window.atlas;
const $ = (id) => document.getElementById(id);
const place = $("pages");
let shown = false;
let pointed = 0;

function fill() {
  const count = store.doc.pages || 0;
  $("tabs").hidden = !count;
  if (place.childElementCount === count) return;
  place.replaceChildren(...Array.from({ length: count }, (_, at) =>
    el("figure", { class: "page-image", "data-page": at + 1 },
      el("div", { class: "sheet" }, el("img", { src: api.pageImage(store.id, at + 1), loading: "lazy", alt: t("desk_page", { n: at + 1 }) })), el("figcaption", { class: "muted small" }, t("desk_page", { n: at + 1 })))));
}

/** The lines of a passage: they know their pages. */
function linesOf(start, end) {
  return store.doc.lines.filter((line) => line.start < end && start < line.end);
}

function point() {
  if (!store.doc || !shown) return;
  for (const each of place.querySelectorAll(".spot")) each.remove();
  for (const each of place.querySelectorAll(".here")) each.classList.remove("here");
  if (chosen.start < 0) return;
  pointed = performance.now();
  const lines = linesOf(chosen.start, Math.max(chosen.end, chosen.start + 1));
  const pages = new Set();
  for (const line of lines) {
    const figure = place.querySelector(`[data-page="${Number(line.page)}"]`);
    if (!figure) continue;
    pages.add(figure);
    // The box of the line as parts of the page, if recognition kept it.
    if (Array.isArray(line.box) && line.box.length === 4) {
      const [left, top, right, bottom] = line.box.map(Number);
      const spot = el("span", { class: "spot" });
      Object.assign(spot.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%` });
      figure.querySelector(".sheet").append(spot);
    }
  }
  const [first] = pages;
  for (const each of pages) each.classList.add("here");
  (place.querySelector(".spot") || first)?.scrollIntoView({ block: "center" });
}

function view(name) {
  shown = name === "pages";
  place.hidden = !shown;
  $("notice").hidden = shown;
  for (const each of $("tabs").children) each.setAttribute("aria-pressed", String(each.dataset.view === name));
  if (shown) point();
  else if (chosen.start >= 0) reveal(chosen.start, chosen.end);
}

// An image that arrives moves what is below it.
place.addEventListener("load", () => performance.now() - pointed < 1500 && place.querySelector(".spot")?.scrollIntoView({ block: "center" }), true);
$("tabs").addEventListener("click", ({ target }) => target.closest("[data-view]") && view(target.closest("[data-view]").dataset.view));
on("document", fill);
onChoice(point);
listen((changed) => {
  if (!changed.has("lang") || !store.doc) return;
  place.replaceChildren();
  fill();
  point();
});
