// Buttons, the state in the page's address, and the first drawing.
"use strict";

(() => {
  const { data, state, view, listen, set } = atlas;

  // --- buttons -------------------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button, a[data-body], a[data-pair]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { language, show, facet, body, pair } = target.dataset;
    // A click that the keyboard made has no count; then the focus follows to what it opened.
    const how = { by: event.detail === 0 ? "keyboard" : "pointer", centre: "if hidden" };
    if (language) set({ lang: language });
    else if (show) set({ view: data.views.findIndex((each) => each.id === show) });
    else if (facet) set({ facet: view().facets.findIndex((each) => each.name === facet) });
    else if (body !== undefined || pair !== undefined) {
      event.preventDefault();
      if (body !== undefined) atlas.selectBody(Number(body), how);
      else set({ selected: { pair: Number(pair) } }, how);
      if (target.closest("#tables")) document.querySelector("section.network").scrollIntoView({ block: "start" });
    } else if ("close" in target.dataset) {
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

  /** What stands behind the # for a state: only what differs from the page as it opens. */
  atlas.address = (selected) => {
    const parts = new URLSearchParams();
    if (state.lang !== "zh") parts.set("lang", state.lang);
    if (state.view) parts.set("view", view().id);
    if (state.facet) parts.set("colour", view().facets[state.facet].name);
    if (selected && "body" in selected) parts.set("body", data.bodies[selected.body].id);
    if (selected && "pair" in selected) {
      parts.set("pair", atlas.ends(selected.pair).map((body) => data.bodies[body].id).join(" "));
    }
    return parts.toString().replace(/%2F/g, "/");
  };

  function write() {
    const hash = atlas.address(state.selected);
    if (hash === location.hash.slice(1)) return;
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch {
      // Some browsers refuse to rewrite the address of a file; the page works without.
    }
  }

  function read() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const find = (id) => data.bodies.findIndex((body) => body.id === id);
    const asked = (parts.get("pair") || parts.get("body") || "").split(" ").filter(Boolean).map(find);
    const named = data.views.findIndex((each) => each.id === parts.get("view"));
    const having = data.views.findIndex((each) => asked.every((body) => each.bodies.includes(body)));
    const shown = Math.max(parts.get("view") ? named : having, 0);
    const { bodies, edges, facets } = data.views[shown];
    let selected = null;
    if (asked.length === 1 && bodies.includes(asked[0])) selected = { body: asked[0] };
    if (asked.length === 2) {
      const ids = asked.map((body) => bodies.indexOf(body));
      const pair = edges.findIndex((edge) => ids.includes(edge.from) && ids.includes(edge.to));
      if (pair >= 0) selected = { pair };
    }
    return {
      lang: parts.get("lang") === "en" ? "en" : "zh",
      view: shown,
      facet: Math.max(facets.findIndex((each) => each.name === parts.get("colour")), 0),
      selected,
    };
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
  document.addEventListener("DOMContentLoaded", () => { atlas.translate(); sync(); });
})();
