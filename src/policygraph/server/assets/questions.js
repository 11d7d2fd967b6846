// The questions of the catalogue: the list, the parameters of the one that is asked, and its SPARQL.
"use strict";

(() => {
  const { el, t, pick, state } = atlas;
  const { audiences } = window.atlasData.terms;
  const { root } = document.documentElement.dataset;
  const place = document.getElementById("questions");
  const form = document.getElementById("parameters");
  const asked = document.getElementById("asked");
  const filter = document.getElementById("filter");
  const both = (words) => pick([words.zh, words.en]);
  let all = [];
  let chosen = null;
  let given = {};
  let bodies = null;
  //: Names of values that are IRIs.
  let names = {};
  let tell = () => {};

  // --- the list ------------------------------------------------------------------------------------------

  const fold = (text) => text.normalize("NFKC").toLowerCase();

  function list() {
    const words = fold(filter.value).split(/\s+/).filter(Boolean);
    const text = (each) => fold([each.name, ...Object.values(each.summary), ...each.tags].join(" "));
    const found = all.filter((each) => words.every((word) => text(each).includes(word)));
    const item = (each) =>
      el("li", {}, el("button", {
        type: "button", class: "question", "data-question": each.name, "aria-pressed": String(each === chosen),
        on: { click: () => choose(each.name) },
      }, both(each.summary)));
    const groups = Object.entries(audiences).map(([name, label]) => [label, found.filter((each) => each.audience === name)]);
    place.replaceChildren(
      el("ul", { class: "plain" }, el("li", {}, el("button", {
        type: "button", class: "question own", "data-question": "", "aria-pressed": String(!chosen), on: { click: () => choose("") },
      }, t("own_query")))),
      ...groups.filter(([, each]) => each.length).map(([label, each]) => [el("h2", { class: "kicker" }, pick(label)), el("ul", { class: "plain" }, each.map(item))]).flat(),
    );
    document.getElementById("questions-count").textContent = String(found.length);
    document.getElementById("no-questions").hidden = found.length > 0;
  }

  // --- the question that is asked ------------------------------------------------------------------------

  const shown = () => (chosen ? chosen.parameters.filter((each) => each.name !== "lang") : []);

  function head() {
    asked.replaceChildren(
      el("p", { class: "asked-title" }, chosen ? both(chosen.summary) : t("own_query")),
      el("p", { class: "muted" }, chosen ? both(chosen.description) : t("own_query_note")),
    );
  }

  /** The names of all bodies, to choose from: asked for once, when somebody is about to need them. */
  async function suggest(input) {
    bodies ||= fetch(`${root}api/queries/bodies-by-level?format=json&limit=3000&lang=${state.lang}`)
      .then((response) => response.json())
      .then((found) => [...new Set(found.results.bindings.map((row) => row.label && row.label.value).filter(Boolean))])
      .catch(() => []);
    const id = `names-${input.name}`;
    const names = await bodies;
    document.getElementById(id).replaceChildren(...names.map((name) => el("option", { value: name })));
  }

  const named = (value) => names[value] || value;

  /** Several values, any of which will do: each can be taken away, and the last one is in a field again. */
  function several(parameter, id, values) {
    const without = (index) => {
      given[parameter.name] = values.filter((_, other) => other !== index);
      parameters();
      (form.querySelector(`#${id} button`) || form.elements[parameter.name]).focus();
      tell({ changed: true });
    };
    return el("div", { class: "field" },
      el("span", { class: "field-name", id: `${id}-name` }, parameter.name),
      el("ul", { id, class: "plain values", "aria-labelledby": `${id}-name` }, values.map((value, index) =>
        el("li", {}, named(value), " ", el("button", {
          type: "button", class: "button small", "aria-label": t("remove_value", { value: named(value) }), on: { click: () => without(index) },
        }, "×")))),
      el("small", {}, both(parameter.description)));
  }

  function field(parameter) {
    const id = `p-${parameter.name}`;
    const values = given[parameter.name] || [];
    if (values.length > 1) return several(parameter, id, values);
    const value = values[0] ?? parameter.default ?? "";
    const common = { id, name: parameter.name, required: parameter.required, "aria-describedby": `${id}-note` };
    const input = parameter.values.length
      ? el("select", common, parameter.values.map((each) => el("option", { value: each, selected: each === value }, each)))
      : el("input", {
          ...common, value: named(value), "data-label": named(value), "data-value": value, autocomplete: "off", spellcheck: "false", list: parameter.type === "body" ? `names-${parameter.name}` : null,
          type: { integer: "number", date: "date" }[parameter.type] || "text",
          on: parameter.type === "body" ? { focus: (event) => suggest(event.target) } : {},
        });
    return el("div", { class: "field" },
      el("label", { for: id }, parameter.name, parameter.required ? "" : el("small", {}, ` ${t("optional")}`)),
      input, parameter.type === "body" && el("datalist", { id: `names-${parameter.name}` }),
      el("small", { id: `${id}-note` }, both(parameter.description)));
  }

  function parameters() {
    form.hidden = !shown().length;
    form.replaceChildren(...shown().map(field));
  }

  const read = () => {
    for (const parameter of shown()) {
      const input = form.elements[parameter.name];
      if (!input) continue;
      const typed = input.value.trim();
      const value = typed && typed === input.dataset.label ? input.dataset.value : typed;
      if (value && value !== parameter.default) given[parameter.name] = [value];
      else delete given[parameter.name];
    }
  };

  /** Names and values, one pair for each value. */
  const pairs = () => Object.entries(given).flatMap(([name, values]) => values.map((value) => [name, value]));

  /** The SPARQL of the question with its parameters; throws where one is missing or wrong. */
  async function text() {
    const missing = chosen.parameters.filter((each) => each.required && !given[each.name]);
    if (missing.length) {
      const error = new Error(t("needs", { what: missing.map((each) => both(each.description)).join(pick(["；", "; "])) }));
      error.missing = missing[0].name;
      throw error;
    }
    const fields = new URLSearchParams([...pairs(), ["format", "rq"], ...(given.lang ? [] : [["lang", state.lang]])]);
    const response = await fetch(`${root}api/queries/${encodeURIComponent(chosen.name)}?${fields}`);
    if (!response.ok) throw await page.refusal(response);
    return response.text();
  }

  /** Scrolls the list, and nothing else, to the question that is asked. */
  function reveal() {
    const button = place.querySelector("[aria-pressed=true]");
    if (!button || !button.offsetParent) return;
    const [outer, inner] = [place.getBoundingClientRect(), button.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > Math.min(outer.bottom, window.innerHeight)) {
      place.scrollTop += inner.top - outer.top - Math.min(outer.height, window.innerHeight - outer.top) / 2;
    }
  }

  function choose(name, values = {}, how = {}) {
    chosen = all.find((each) => each.name === name) || null;
    given = { ...values };
    for (const button of place.querySelectorAll("[data-question]")) {
      button.setAttribute("aria-pressed", String(button.dataset.question === (chosen ? chosen.name : "")));
    }
    reveal();
    head();
    parameters();
    return tell(how);
  }

  /** Is this the question that is open, with these values? */
  function asks(name, values) {
    if (!chosen || chosen.name !== name) return false;
    const told = (all) => JSON.stringify(shown().map((each) => [all[each.name] || []].flat()).map((each, index) =>
      (each.length ? each : [shown()[index].default])));
    return told(given) === told(values);
  }

  form.addEventListener("change", () => { read(); tell({ changed: true }); });
  form.addEventListener("submit", (event) => { event.preventDefault(); read(); tell({ changed: true, run: true }); });
  filter.addEventListener("input", list);
  if (window.matchMedia("(max-width: 60rem)").matches) document.getElementById("shelf").open = false;

  page.questions = {
    choose,
    text,
    current: () => chosen,
    given: pairs,
    asks,
    /** Names values that are IRIs, in the fields too: [{value, label}]. */
    label(all) {
      names = { ...names, ...Object.fromEntries(all.map(({ value, label }) => [value, label])) };
      read();
      parameters();
    },
    /** Shows the list, ready to be filtered. */
    openList() {
      document.getElementById("shelf").open = true;
      filter.focus();
    },
    focus: (name) => { const input = form.elements[name]; if (input) input.focus(); },
    /** The heading of a column in the reader's language. */
    heading: (column) => (chosen && chosen.columns[column] ? both(chosen.columns[column]) : column),
    async load(listener) {
      all = await (await fetch(`${root}api/queries`)).json();
      list();
      head();
      tell = listener;
      atlas.listen((what) => {
        if (!what.has("lang")) return;
        read();
        bodies = null;
        list();
        head();
        parameters();
        tell({ lang: true });
      });
    },
  };
})();
