// Buttons, the state in the page's address, and the first drawing.
"use strict";

(() => {
  const { data, state, view, listen, set } = atlas;

  // --- buttons -------------------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { language, show, facet, body, pair } = button.dataset;
    // A click that the keyboard made has no count; then the focus follows to what it opened.
    const how = { by: event.detail === 0 ? "keyboard" : "pointer", centre: true };
    if (language) set({ lang: language });
    else if (show) set({ view: data.views.findIndex((each) => each.id === show) });
    else if (facet) set({ facet: view().facets.findIndex((each) => each.name === facet) });
    else if (body !== undefined || pair !== undefined) {
      if (body !== undefined) atlas.selectBody(Number(body), how);
      else set({ selected: { pair: Number(pair) } }, how);
      if (button.closest("#tables")) {
        document.querySelector("section.network").scrollIntoView({ block: "start" });
      }
    } else if ("close" in button.dataset) {
      set({ selected: null });
      document.getElementById("network").focus({ preventScroll: true });
    }
  });

  function press(name, wanted) {
    for (const button of document.querySelectorAll(`[data-${name}]`)) {
      button.setAttribute("aria-pressed", String(button.dataset[name] === wanted));
    }
  }

  /** Show what belongs to the state, hide the rest. */
  function sync() {
    const { name } = view().facets[state.facet];
    for (const part of document.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== view().id;
    for (const part of document.querySelectorAll("[data-colours]")) part.hidden = part.dataset.colours !== name;
    press("language", state.lang);
    press("show", view().id);
    press("facet", name);
  }

  listen((changed) => {
    if (["lang", "view", "facet"].some((name) => changed.has(name))) sync();
    write();
  });

  // --- the address ---------------------------------------------------------------------------------------

  function write() {
    const parts = new URLSearchParams();
    if (state.lang !== "zh") parts.set("lang", state.lang);
    if (state.view) parts.set("view", view().id);
    if (state.facet) parts.set("colour", view().facets[state.facet].name);
    if (state.selected && "body" in state.selected) parts.set("body", data.bodies[state.selected.body].id);
    if (state.selected && "pair" in state.selected) {
      parts.set("pair", atlas.ends(state.selected.pair).map((body) => data.bodies[body].id).join(" "));
    }
    const hash = parts.toString().replace(/%2F/g, "/");
    if (hash === location.hash.slice(1)) return;
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch {
      // Some browsers refuse to rewrite the address of a file; the page works without.
    }
  }

  function read() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const change = { lang: parts.get("lang") === "en" ? "en" : "zh", view: 0, facet: 0, selected: null };
    const wanted = data.views.findIndex((each) => each.id === parts.get("view"));
    change.view = Math.max(wanted, 0);
    const shown = data.views[change.view];
    change.facet = Math.max(shown.facets.findIndex((each) => each.name === parts.get("colour")), 0);
    const find = (id) => data.bodies.findIndex((body) => body.id === id);
    if (parts.get("body") && shown.bodies.includes(find(parts.get("body")))) {
      change.selected = { body: find(parts.get("body")) };
    } else if (parts.get("pair")) {
      const ids = parts.get("pair").split(" ").map((id) => shown.bodies.indexOf(find(id)));
      const pair = shown.edges.findIndex((edge) => ids.includes(edge.from) && ids.includes(edge.to));
      if (pair >= 0) change.selected = { pair };
    }
    return change;
  }

  // Links within the page (to the tables) are not a state.
  window.addEventListener("hashchange", () => { if (!location.hash || location.hash.includes("=")) set(read()); });

  // --- begin ---------------------------------------------------------------------------------------------

  atlas.translate();
  try {
    atlas.draw();
  } catch (error) {
    document.getElementById("failed").hidden = false;
    console.error(error);
  }
  atlas.renderPanel();
  if (location.hash.includes("=")) set(read());
  // The tables come after this script, so that the drawing need not wait for them.
  document.addEventListener("DOMContentLoaded", sync);
})();
