// The page of networks: buttons, the state in the page's address, groups opened on demand, and the first drawing.
"use strict";

(() => {
  const { data, state, views, view, listen, tell, t, el } = atlas;
  const firsts = views.length; // those after them are groups that were opened
  const note = document.getElementById("grouped");

  // --- state ---------------------------------------------------------------------------------------------

  /** Change the state and tell everyone; `changed` holds the names of what differs. */
  atlas.set = (change, how = {}) => {
    const changed = new Set();
    if ("view" in change && change.view !== state.view) {
      // A colouring that was chosen stays, where the other view has it.
      const facet = state.facet ? views[change.view].facets.findIndex((each) => each.name === view().facets[state.facet].name) : 0;
      change = { facet: Math.max(facet, 0), selected: null, ties: "", ...change };
    }
    for (const [name, value] of Object.entries(change)) {
      if (JSON.stringify(state[name]) !== JSON.stringify(value)) {
        state[name] = value;
        changed.add(name);
      }
    }
    tell(changed, how);
  };
  const { set } = atlas;

  /** Select a body: in this view, or in the first view that has it. */
  atlas.selectBody = (body, how) => {
    const has = (candidate) => !candidate.groups && candidate.bodies.includes(body);
    const target = has(view()) ? state.view : views.findIndex(has);
    if (target < 0) return false;
    const hidden = target === state.view && atlas.seen() && !atlas.seen().dots[view().bodies.indexOf(body)];
    const cleared = hidden ? Object.fromEntries(atlas.filterNames.map((name) => [name, ""])) : {};
    set({ view: target, ...cleared, selected: { body } }, how);
    return true;
  };

  // Called by the search in the head of the page.
  atlas.found = (path) => {
    const body = atlas.bodyOfPath(path);
    return body >= 0 && atlas.selectBody(body, { by: "search", centre: true });
  };

  // --- groups --------------------------------------------------------------------------------------------

  atlas.openGroup = async (at) => {
    const { file } = view().groups[at];
    const from = state.view;
    note.textContent = t("loading");
    note.hidden = false;
    const part = await atlas.load(file);
    let index = views.indexOf(part);
    if (index < 0) index = views.push(part) - 1;
    part.from = from;
    set({ view: index });
    document.getElementById("network").focus({ preventScroll: true });
  };

  function tellGroups() {
    const shown = view();
    note.hidden = !shown.groups && shown.from === undefined;
    if (shown.groups) note.replaceChildren(t("group_note"));
    else if (shown.from !== undefined) {
      note.replaceChildren(
        t("group_open", { n: shown.bodies.length }), " ",
        el("button", { type: "button", class: "button small", on: { click: () => set({ view: shown.from }) } }, t("group_back")),
      );
    }
  }

  // --- buttons -------------------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-show], [data-as], [data-facet], [data-close], [data-group], a[data-body], a[data-pair]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { show, as, facet, body, pair, group } = target.dataset;
    // A click that the keyboard made has no count; then the focus follows to what it opened.
    const how = { by: event.detail === 0 ? "keyboard" : "pointer", centre: "if hidden" };
    if (show) set({ view: views.findIndex((each) => each.id === show) });
    else if (as !== undefined) set({ as });
    else if (facet) set({ facet: view().facets.findIndex((each) => each.name === facet) });
    else if (group !== undefined) atlas.openGroup(Number(group));
    else if (body !== undefined) {
      if (!atlas.selectBody(atlas.bodyOfPath(body), how)) return; // in no drawing: the link leads to its page
      event.preventDefault();
    } else if (pair !== undefined) {
      if (view().groups || view().from !== undefined) return;
      event.preventDefault();
      set({ selected: { pair: Number(pair) } }, how);
    } else {
      set({ selected: null });
      document.getElementById("network").focus({ preventScroll: true });
    }
    if (target.closest("#tables")) document.querySelector("section.network").scrollIntoView({ block: "start" });
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
    press("show", view().id);
    press("facet", name);
    tellGroups();
  }

  /** The matrix of the bodies of this view, ordered by community, with what is selected. */
  function leadToMatrix() {
    const link = document.getElementById("as-matrix");
    const shown = view();
    link.hidden = Boolean(shown.groups) || shown.network === "measures" || shown.bodies.length < 2;
    if (link.hidden) return;
    const parts = new URLSearchParams({ kind: "bodies", order: shown.facets.some((each) => each.name === "community") ? "community" : "near" });
    const levels = new Set(shown.bodies.map((body) => `${data.bodies[body].level} ${data.bodies[body].kind}`));
    if (levels.size === 1) parts.set("level", [...levels][0]);
    if (state.document !== "") parts.set("document", state.document);
    if (state.selected && "body" in state.selected) parts.set("body", data.bodies[state.selected.body].id);
    link.href = atlas.href("matrices", parts.toString().replace(/%2F/g, "/"));
  }

  listen((changed) => {
    leadToMatrix();
    if (["lang", "view", "facet"].some((name) => changed.has(name))) sync();
    write();
  });

  // --- the address ---------------------------------------------------------------------------------------

  /** A state as it stands in an address: only what differs from the page as it opens. */
  atlas.stateText = (selected) => {
    const parts = new URLSearchParams();
    if (state.lang !== "zh") parts.set("lang", state.lang);
    if (state.view) parts.set("view", view().id);
    if (view().part !== undefined) parts.set("group", view().part);
    if (state.facet) parts.set("colour", view().facets[state.facet].name);
    for (const name of ["ties", "as", ...atlas.filterNames]) if (state[name] !== "") parts.set(name, state[name]);
    if (selected && "body" in selected) parts.set("body", data.bodies[selected.body].id);
    if (selected && "item" in selected) parts.set("measure", data.measures[selected.item].iri);
    if (selected && "pair" in selected) {
      const [a, b] = atlas.ends(selected.pair);
      if (b >= 0) parts.set("pair", [a, b].map((body) => data.bodies[body].id).join(" "));
      else {
        parts.set("body", data.bodies[a].id);
        parts.set("measure", data.measures[view().pairs[selected.pair][0]].iri);
      }
    }
    return parts.toString().replace(/%2F/g, "/");
  };

  const write = () => atlas.address.write(atlas.stateText(state.selected));

  async function read() {
    const parts = new URLSearchParams(atlas.address.read());
    const asked = (parts.get("pair") || parts.get("body") || "").split(" ").filter(Boolean).map(atlas.bodyOfPath);
    const item = parts.has("measure") ? data.measures.findIndex((each) => each.iri === parts.get("measure")) : -1;
    let shown = views.slice(0, firsts).findIndex((each) => each.id === parts.get("view"));
    if (shown < 0) shown = views.slice(0, firsts).findIndex((each) => !each.groups && asked.every((body) => each.bodies.includes(body)));
    shown = Math.max(shown, 0);
    const group = views[shown].groups && parts.has("group") ? views[shown].groups[Number(parts.get("group"))] : null;
    if (group) {
      const part = await atlas.load(group.file);
      part.from = shown;
      if (!views.includes(part)) views.push(part);
      shown = views.indexOf(part);
    }
    const { bodies, items, edges, facets } = views[shown];
    const idOf = (body) => bodies.indexOf(body);
    let selected = null;
    const tie = (a, b) => edges.findIndex((edge) => [edge.from, edge.to].includes(a) && [edge.from, edge.to].includes(b));
    if (item >= 0 && items.includes(item)) {
      const pair = asked.length ? tie(idOf(asked[0]), items.indexOf(item)) : -1;
      selected = pair >= 0 ? { pair } : { item };
    } else if (asked.length === 1 && bodies.includes(asked[0])) selected = { body: asked[0] };
    else if (asked.length === 2) {
      const ids = asked.map(idOf);
      const pair = edges.find((edge) => edge.from === ids[0] && edge.to === ids[1]);
      const at = pair ? pair.id : tie(...ids);
      if (at >= 0) selected = { pair: at };
    }
    if (["zh", "en"].includes(parts.get("lang"))) atlas.speak(parts.get("lang"));
    set({
      view: shown,
      facet: Math.max(facets.findIndex((each) => each.name === parts.get("colour")), 0),
      ...Object.fromEntries(["ties", "as", ...atlas.filterNames].map((name) => [name, parts.get(name) || ""])),
      selected,
    });
  }

  const mine = () => !atlas.single || document.documentElement.dataset.page === "networks";
  // Links within the page (to the tables) are not a state.
  window.addEventListener("hashchange", () => { if (mine() && (!atlas.address.read() || atlas.address.read().includes("="))) read(); });

  // --- begin ---------------------------------------------------------------------------------------------

  let begun = false;
  atlas.begin = () => {
    if (begun) return;
    begun = true;
    try {
      atlas.draw();
    } catch (error) {
      document.getElementById("failed").hidden = false;
      console.error(error);
    }
    atlas.buildFilters();
    atlas.renderPanel();
    sync();
    leadToMatrix();
    atlas.showTies(new Set());
    if (atlas.address.read().includes("=")) read();
  };
  if (mine()) atlas.begin();
})();
