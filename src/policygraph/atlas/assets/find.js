// Find a body or a document by any of its names, in either language or in pinyin: a combobox with a list, used with the
// keyboard or the pointer.
"use strict";

(() => {
  const { state, t, el, pick, listen } = atlas;
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const status = document.getElementById("found-count");
  const AT_MOST = 12;
  let found = [];
  let active = -1;

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  let index = null;

  /** What can be found, made ready for searching when it is first asked for. */
  async function ready() {
    if (index) return;
    const rows = await atlas.load("index");
    index = rows.map(([path, zh, en, others, pinyin]) => {
      const names = [...new Set([...others.slice(0, 1), zh, en, ...others])].map((name) => [name, fold(name)]);
      return { path, label: [zh, en], names, pinyin: pinyin.split(" ") };
    });
  }

  /** Things one of whose names holds the text; one that is the text comes first, then one that begins with it. */
  function search(text) {
    const wanted = fold(text);
    if (!wanted || !index) return [];
    const hits = [];
    for (const { path, label, names, pinyin } of index) {
      let best = null;
      for (const [name, folded] of names) {
        const at = folded.indexOf(wanted);
        if (at < 0) continue;
        const rank = folded === wanted ? 0 : at === 0 ? 1 : 2;
        if (!best || rank < best.rank) best = { path, label, name, rank };
      }
      if (!best && /^[a-z]{2,}$/.test(wanted) && pinyin.some((each) => each.includes(wanted))) {
        best = { path, label, name: label[0], rank: pinyin.some((each) => each.startsWith(wanted)) ? 1 : 2 };
      }
      if (best) hits.push(best);
    }
    return hits.sort((a, b) => a.rank - b.rank);
  }

  async function show() {
    await ready();
    const all = search(input.value);
    found = all.slice(0, AT_MOST);
    active = found.length ? 0 : -1;
    const asked = fold(input.value) !== "";
    list.replaceChildren(
      ...found.map(({ label: names, name }, at) => {
        const label = pick(names);
        return el(
          "li",
          { role: "option", id: `found-${at}`, "data-option": at, "aria-selected": at === active ? "true" : "false" },
          el("bdi", { class: "found-name", lang: state.lang }, label),
          name !== label && el("bdi", { class: "found-alias" }, name),
        );
      }),
    );
    if (asked && !found.length) list.append(el("li", { class: "muted", role: "option", "aria-disabled": "true" }, t("search_none_any")));
    status.textContent = !asked ? "" : all.length ? t("search_found", { n: all.length }) : t("search_none_any");
    open(asked);
  }

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    mark();
  }

  function mark() {
    for (const option of list.querySelectorAll("[data-option]")) {
      const on = Number(option.dataset.option) === active;
      option.setAttribute("aria-selected", String(on));
      if (on) option.scrollIntoView({ block: "nearest" });
    }
    if (active >= 0 && !list.hidden) input.setAttribute("aria-activedescendant", `found-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function choose(at) {
    const hit = found[at];
    if (!hit) return;
    open(false);
    input.value = pick(hit.label);
    // The page of networks shows a body where it stands; all others open its page.
    if (!atlas.found || !atlas.found(hit.path)) location.assign(atlas.href(hit.path));
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", () => { ready(); if (input.value) { input.select(); show(); } });
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the Enter that ends typing Chinese is not ours
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return void show();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (found.length) active = (active + step + found.length) % found.length;
      mark();
    } else if (event.key === "Enter") {
      Promise.resolve(list.hidden && show()).then(() => choose(active));
    } else if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      open(false);
    } else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // keeps the focus in the field, whose loss would close the list before the click
    const option = event.target.closest("[data-option]");
    if (option) choose(Number(option.dataset.option));
  });

  // "/" goes to the search, as in many pages that people search in.
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });

  listen((changed) => { if (changed.has("lang") && !list.hidden) show(); });
})();
