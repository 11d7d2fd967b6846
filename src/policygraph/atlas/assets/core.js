// Data, language, state, and the only way text gets into the page: as text nodes, never as markup.
"use strict";

window.atlas = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const listeners = [];
  const state = {
    lang: "zh",
    view: 0,
    facet: 0,
    selected: null, // null, {body: index into data.bodies} or {pair: index into the view's pairs}
  };

  const at = () => (state.lang === "en" ? 1 : 0);
  const view = () => data.views[state.view];

  /** A text of the page in the current language; "one|many" picks its form by values.n. */
  function t(key, values = {}) {
    const pair = data.texts[key];
    if (!pair) return key;
    const forms = pair[at()].split("|");
    const text = values.n === 1 ? forms[0] : forms[forms.length - 1];
    return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
  }

  /** One of a pair [zh, en]. */
  const pick = (pair) => pair[at()];

  /** An element with properties and children; strings become text nodes. */
  function el(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (name === "on") {
        for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
      } else if (name === "class") {
        element.className = value;
      } else {
        element.setAttribute(name, value === true ? "" : String(value));
      }
    }
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined && child !== false) element.append(child);
    }
    return element;
  }

  /** Chinese words of the data, isolated so that no mark in them turns what follows. */
  const zh = (text) => el("bdi", { lang: "zh" }, text);

  const shortName = (body) => el("bdi", { lang: state.lang }, pick(data.bodies[body].short));

  function measureName(index) {
    const measure = data.measures[index];
    return el(
      "span",
      { class: "measure-name" },
      el("bdi", { class: "number", lang: "zh" }, measure.number),
      " ",
      zh(measure.title),
    );
  }

  /** The duties of a body for one measure. */
  const dutiesFor = (body, measure) => data.bodies[body].duties.filter((duty) => duty.measure === measure);

  /** The different quotes that say who bears a measure, of the given bodies. */
  function quotesFor(measure, bodies) {
    const quotes = bodies.flatMap((body) => dutiesFor(body, measure).map((duty) => data.quotes[duty.quote]));
    return [...new Set(quotes)].filter(Boolean);
  }

  /** The two bodies of a pair of the current view. */
  function ends(pair) {
    const edge = view().edges[pair];
    return [view().bodies[edge.from], view().bodies[edge.to]];
  }

  const listen = (listener) => listeners.push(listener);

  /** Change the state and tell everyone; `changed` holds the names of what differs. */
  function set(change, how = {}) {
    const changed = new Set();
    if ("view" in change && change.view !== state.view) {
      change = { facet: 0, selected: null, ...change };
    }
    for (const [name, value] of Object.entries(change)) {
      if (JSON.stringify(state[name]) !== JSON.stringify(value)) {
        state[name] = value;
        changed.add(name);
      }
    }
    if (changed.has("lang")) translate();
    for (const listener of listeners) listener(changed, how);
  }

  /** What the style sheet cannot switch: attributes, names of bodies in the tables, and the language of the whole. */
  function translate() {
    root.dataset.lang = state.lang;
    root.lang = state.lang;
    for (const element of document.querySelectorAll("[data-label]")) {
      element.setAttribute("aria-label", t(element.dataset.label));
      if (element.tagName === "BUTTON") element.title = t(element.dataset.label);
    }
    for (const element of document.querySelectorAll("[data-placeholder]")) {
      element.placeholder = `${t(element.dataset.placeholder)}${t("colon")}${t("search_hint")}`;
    }
    for (const element of document.querySelectorAll("bdi[data-name]")) {
      element.textContent = pick(data.bodies[element.dataset.name].short);
      element.lang = state.lang;
    }
    document.title = `${document.querySelector("h1 :not(.zh):not(.en), h1 ." + state.lang).textContent} · ${t("product")}`;
  }

  /** Select a body: in this view, or in the first view that has it. */
  function selectBody(body, how) {
    const has = (candidate) => candidate.bodies.includes(body);
    const target = has(view()) ? state.view : data.views.findIndex(has);
    if (target >= 0) set({ view: target, selected: { body } }, how);
  }

  return {
    data, state, view, t, pick, el, zh, shortName, measureName, dutiesFor, quotesFor, ends, listen, set, selectBody,
    translate,
  };
})();
