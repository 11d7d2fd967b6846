// Find a body by any of its names, in either language: a combobox with a list, used with the keyboard or the pointer.
"use strict";

(() => {
  const { data, state, t, el, pick, listen } = atlas;
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const status = document.getElementById("found-count");
  const AT_MOST = 12;
  let found = [];
  let active = -1;

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  // Bodies that stand in some view, the busiest first.
  const shown = new Set(data.views.flatMap((view) => view.bodies));
  const index = [...shown]
    .map((body) => {
      const { label, short, aliases, inText, duties } = data.bodies[body];
      const names = [...new Set([...short, ...inText, ...label, ...aliases])];
      return { body, names: names.map((name) => [name, fold(name)]), weight: duties.length };
    })
    .sort((a, b) => b.weight - a.weight);

  /** Bodies one of whose names holds the text; a name that is the text comes first, then one that begins with it. */
  function search(text) {
    const wanted = fold(text);
    if (!wanted) return [];
    const hits = [];
    for (const { body, names } of index) {
      let best = null;
      for (const [name, folded] of names) {
        const at = folded.indexOf(wanted);
        if (at < 0) continue;
        const rank = folded === wanted ? 0 : at === 0 ? 1 : 2;
        if (!best || rank < best.rank) best = { body, name, rank };
      }
      if (best) hits.push(best);
    }
    return hits.sort((a, b) => a.rank - b.rank);
  }

  function show() {
    const all = search(input.value);
    found = all.slice(0, AT_MOST);
    active = found.length ? 0 : -1;
    const asked = fold(input.value) !== "";
    list.replaceChildren(
      ...found.map(({ body, name }, at) => {
        const label = pick(data.bodies[body].label);
        return el(
          "li",
          { role: "option", id: `found-${at}`, "data-option": at, "aria-selected": at === active ? "true" : "false" },
          el("bdi", { class: "found-name", lang: state.lang }, label),
          name !== label && el("bdi", { class: "found-alias" }, name),
        );
      }),
    );
    if (asked && !found.length) list.append(el("li", { class: "muted", role: "option", "aria-disabled": "true" }, t("search_none")));
    status.textContent = !asked ? "" : all.length ? t("search_found", { n: all.length }) : t("search_none");
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
    input.value = pick(data.bodies[hit.body].label);
    atlas.selectBody(hit.body, { by: "search", centre: true });
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", () => { if (input.value) { input.select(); show(); } });
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the Enter that ends typing Chinese is not ours
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) show();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (found.length) active = (active + step + found.length) % found.length;
      mark();
    } else if (event.key === "Enter") {
      if (list.hidden) show();
      choose(active);
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
