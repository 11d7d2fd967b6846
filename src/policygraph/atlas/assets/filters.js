// Filters and threshold of the networks: which duties count, and so which bodies and ties are seen.
"use strict";

(() => {
  const { data, roles, el, t, named, pick, listen } = atlas;
  const container = document.getElementById("filters");
  const NAMES = ["document", "category", "level", "role", "function", "least"];
  const state = Object.assign(atlas.state, { view: 0, facet: 0, selected: null, ties: "", as: "", ...Object.fromEntries(NAMES.map((name) => [name, ""])) });
  const views = window.atlasData.networks;
  atlas.views = views;
  atlas.filterNames = NAMES;
  const view = () => views[state.view];
  atlas.view = view;

  // --- what counts ---------------------------------------------------------------------------------------

  const headingsOf = new Map();
  function under(measure, category) {
    if (!headingsOf.has(measure)) headingsOf.set(measure, new Set(atlas.headings(measure)));
    return headingsOf.get(measure).has(category);
  }

  /** Whether a measure is of the chosen document and heading. */
  function measureCounts(index) {
    if (state.document !== "" && data.measures[index].policy !== Number(state.document)) return false;
    return state.category === "" || under(index, Number(state.category));
  }

  const dutyCounts = (duty) => measureCounts(duty.measure) && (state.role === "" || duty.role === state.role);

  function bodyCounts(body) {
    const { level, functions } = data.bodies[body];
    if (state.level !== "" && level !== state.level) return false;
    return state.function === "" || functions.some((each) => each[0] === state.function);
  }

  const filtered = () => NAMES.some((name) => state[name] !== "");

  /** The measures of a body that count, each once. */
  function measuresOf(body) {
    const found = new Set();
    for (const duty of data.bodies[body].duties) if (dutyCounts(duty)) found.add(duty.measure);
    return [...found];
  }

  /** The measures of a tie that count: where a role is chosen, one of its ends must have it. */
  function tieMeasures(pair) {
    const measures = view().pairs[pair] || [];
    if (!filtered()) return measures;
    const ends = atlas.ends(pair);
    return measures.filter(
      (measure) =>
        measureCounts(measure) &&
        (state.role === "" || data.measures[measure].duties.some((duty) => duty.role === state.role && ends.includes(duty.body))),
    );
  }

  /** The two ends of a tie, as bodies; an end that is a measure is -1. */
  atlas.ends = (pair) => {
    const edge = view().edges[pair];
    return [view().bodies[edge.from], view().bodies[edge.to]];
  };

  /** How many ties of a dense drawing are shown, strongest against chance first: its backbone, or as many as chosen. */
  function tiesShown() {
    const { order, edges } = view();
    if (!order || state.ties === "all") return edges.length;
    return state.ties === "" ? order.first : Math.min(Math.max(Number(state.ties) || 0, order.first), edges.length);
  }

  /** Which dots and lines are seen: two arrays of booleans. */
  function seen() {
    const shown = view();
    const most = tiesShown();
    if (shown.groups || (!filtered() && most === shown.edges.length)) return null;
    const found = filtered() ? seenFiltered() : { dots: shown.bodies.map(() => true), ties: shown.edges.map(() => true) };
    if (shown.order) shown.edges.forEach(({ id }) => { found.ties[id] &&= shown.order.places[id] < most; });
    return found;
  }

  function seenFiltered() {
    const shown = view();
    const ties = shown.edges.map((edge) => tieMeasures(edge.id).length >= Math.max(1, Number(state.least) || 1));
    const dots = shown.bodies.map((body, id) => {
      if (body < 0) return measureCounts(shown.items[id]) && (state.role === "" || data.measures[shown.items[id]].duties.some(dutyCounts));
      return bodyCounts(body) && measuresOf(body).length > 0;
    });
    shown.edges.forEach((edge) => { ties[edge.id] &&= dots[edge.from] && dots[edge.to]; });
    if (Number(state.least) > 1) {
      const tied = new Set(shown.edges.filter((edge) => ties[edge.id]).flatMap((edge) => [edge.from, edge.to]));
      dots.forEach((yes, id) => { dots[id] = yes && tied.has(id); });
    }
    return { dots, ties };
  }

  Object.assign(atlas, { tiesShown, measuresOf, tieMeasures, dutyCounts, measureCounts, seen, filtered });

  // --- the controls --------------------------------------------------------------------------------------

  function choices() {
    const shown = view();
    const bodies = shown.bodies.filter((body) => body >= 0);
    const levels = [...new Set(bodies.map((body) => data.bodies[body].level))].sort((a, b) => atlas.levelRank(a) - atlas.levelRank(b));
    const functions = new Map(bodies.flatMap((body) => data.bodies[body].functions.map((each) => [each[0], each])));
    const tops = new Map();
    for (const body of bodies.slice(0, 2000)) {
      for (const { measure } of data.bodies[body].duties) {
        const [top] = atlas.headings(measure);
        if (top !== undefined && (state.document === "" || data.measures[measure].policy === Number(state.document))) tops.set(top, data.categories[top].label);
      }
    }
    const most = shown.pairs.reduce((sum, measures) => Math.max(sum, measures.length), 1);
    return {
      document: data.policies.length > 1 ? data.policies.map((each, at) => [at, each.heading]) : [],
      category: [...tops].sort((a, b) => a[0] - b[0]).slice(0, 300),
      level: levels.map((level) => [level, named("level", level)]),
      role: roles.filter((role) => bodies.some((body) => data.bodies[body].duties.some((duty) => duty.role === role))).map((role) => [role, named("role", role)]),
      function: [...functions].map(([key, names]) => [key, pick(names)]).sort((a, b) => atlas.collator().compare(a[1], b[1])),
      least: shown.network === "measures" ? [] : Array.from({ length: Math.min(most, 12) - 1 }, (_, at) => [at + 2, t("n_measures", { n: at + 2 })]),
    };
  }

  const count = el("p", { class: "muted", id: "shown-count", role: "status" });

  function build() {
    container.setAttribute("role", "group");
    container.setAttribute("aria-label", t("filters"));
    const all = choices();
    const change = (name) => (event) => atlas.set({ [name]: event.target.value, selected: null });
    const cut = (text) => (text.length > 28 ? `${text.slice(0, 27)}…` : text);
    container.replaceChildren(...[
      ...NAMES.filter((name) => all[name].length > (name === "least" ? 0 : 1)).map((name) =>
        el(
          "label",
          { class: "choice" },
          el("span", {}, t(`filter_${name}`)),
          el(
            "select",
            { "data-filter": name, on: { change: change(name) } },
            el("option", { value: "" }, t("all")),
            all[name].map(([value, label]) => el("option", { value, selected: String(value) === String(state[name]) }, cut(label))),
          ),
        ),
      ),
      slider(),
      el("button", { type: "button", class: "button small", "data-reset": true, hidden: !filtered(), on: { click: () => atlas.set({ ...Object.fromEntries(NAMES.map((name) => [name, ""])), selected: null }) } }, t("reset")),
      el("span", { class: "saves" },
        el("button", { type: "button", class: "button small", "data-save": "png", on: { click: () => atlas.saveImage() } }, t("image")),
        ...["csv", "json"].map((kind) => el("button", { type: "button", class: "button small", "data-save": kind, on: { click: () => saveTies(kind) } }, kind.toUpperCase()))),
      count,
    ].filter(Boolean));
    tell();
  }

  /** How many ties are shown, from the backbone to all. */
  function slider() {
    const { order, edges } = view();
    if (!order || order.first >= edges.length) return null;
    const output = el("output", {}, "");
    const words = () => t(tiesShown() === order.first ? "ties_backbone" : "ties_some", { n: tiesShown(), all: edges.length });
    const input = el("input", {
      type: "range", min: order.first, max: edges.length, value: tiesShown(), "data-ties": true,
      on: {
        input: (event) => {
          const n = Number(event.target.value);
          atlas.set({ ties: n === edges.length ? "all" : n === order.first ? "" : String(n) });
        },
      },
    });
    const show = () => {
      input.value = tiesShown();
      input.setAttribute("aria-valuetext", words());
      output.textContent = words();
    };
    show();
    container.showTies = show;
    return el("label", { class: "choice ties", title: t("ties_note") }, el("span", {}, t("ties_shown")), input, output);
  }

  function tell() {
    const visible = seen();
    const total = (list) => list.filter(Boolean).length;
    count.textContent = t("shown_of", {
      nodes: visible ? total(visible.dots) : view().bodies.length,
      edges: visible ? total(visible.ties) : view().edges.length,
    });
  }

  /** The ties that are seen, as rows. */
  function saveTies(kind) {
    const visible = seen();
    const name = (id) => {
      const body = view().bodies[id];
      return body < 0 ? [data.measures[view().items[id]].iri, atlas.titleOf(view().items[id])] : [data.bodies[body].iri, pick(data.bodies[body].label)];
    };
    const rows = view().edges.filter((edge) => !visible || visible.ties[edge.id]).map((edge) => {
      const [[a, aName], [b, bName]] = [name(edge.from), name(edge.to)];
      const measures = tieMeasures(edge.id);
      return { from: a, from_name: aName, to: b, to_name: bName, measures: measures.length, which: measures.map((each) => data.measures[each].iri) };
    });
    atlas.saveRows(`policygraph-${view().id}`, rows, kind);
  }

  listen((changed) => {
    if (changed.has("ties")) {
      tell();
      if (container.showTies) container.showTies();
    }
    if (changed.has("lang") || changed.has("view") || changed.has("reading") || NAMES.some((name) => changed.has(name))) build();
  });
  atlas.buildFilters = build;
})();
