// A field for a name that offers known bodies by name, alias and pinyin.
import * as api from "./api.js";
import { store } from "./store.js";

const { el, t } = window.atlas;
let number = 0;

/** The field with its list. Enter takes the marked offer, or what is written; the field then has a change event. */
export function suggesting(field) {
  number += 1;
  const id = `offers-${number}`;
  const list = el("ul", { id, class: "offers plain", role: "listbox", "aria-label": t("desk_offers"), hidden: true });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" })) field.setAttribute(name, value);
  let offers = [];
  let at = -1;
  let timer = 0;
  let running = null;

  function show(found) {
    offers = found;
    at = -1;
    list.hidden = !offers.length;
    field.setAttribute("aria-expanded", String(offers.length > 0));
    field.removeAttribute("aria-activedescendant");
    list.replaceChildren(...offers.map((offer, index) =>
      el("li", { id: `${id}-${index}`, role: "option", "aria-selected": "false", "data-at": index },
        el("bdi", { lang: "zh" }, offer.name),
        el("span", { class: "muted" }, offer.why === "name" ? offer.labelEn || "" : [t(`desk_why_${offer.why}`), offer.label !== offer.name ? offer.label : ""].filter(Boolean).join(" · ")))));
  }

  function mark(index) {
    at = (index + offers.length + 1) % (offers.length + 1);
    if (at === offers.length) at = -1;
    [...list.children].forEach((each, place) => each.setAttribute("aria-selected", String(place === at)));
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", `${id}-${at}`);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  }

  function take(index) {
    if (offers[index]) field.value = offers[index].name;
    show([]);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function search() {
    running?.abort();
    running = new AbortController();
    const words = field.value.trim();
    if (!words || store.offline) {
      show([]);
      return;
    }
    try {
      const found = await api.bodies(words, store.id, running.signal);
      if (document.activeElement === field && field.value.trim() === words) show(found.filter((each) => each.name !== words));
    } catch {
      show([]); // without offers the field still takes any name
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!offers.length) search();
      else mark(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1));
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(timer);
      take(at);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (offers.length) show([]);
      else {
        field.value = field.dataset.was;
        field.blur();
      }
    }
  });
  field.addEventListener("blur", () => setTimeout(() => show([]), 100));
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[data-at]");
    event.preventDefault();
    if (option) take(Number(option.dataset.at));
  });
  return el("div", { class: "with-offers" }, field, list);
}
