// Asking the server, and the answer as a table. Whatever the graph says goes into the page as text.
"use strict";

(() => {
  const { el, t } = atlas;
  const { prefixes } = window.atlasData.terms;
  const base = document.getElementById("desk").dataset.base;
  // The address of the server, with a slash at its end.
  const { root } = document.documentElement.dataset;
  const STEP = 100;
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger", "positiveInteger"].map((name) => XSD + name));
  const namespaces = Object.entries(prefixes).sort((a, b) => b[1].length - a[1].length);

  // --- terms ---------------------------------------------------------------------------------------------

  /** An IRI as people read it: below the base, under a prefix, or whole. */
  function short(iri) {
    if (base && iri.startsWith(base) && iri.length > base.length) return iri.slice(base.length);
    for (const [prefix, namespace] of namespaces) {
      if (iri.startsWith(namespace) && /^[\w./-]+$/.test(iri.slice(namespace.length))) return `${prefix}:${iri.slice(namespace.length)}`;
    }
    return iri;
  }

  /** Where an IRI leads: things of the data to this server; other schemes than http nowhere. */
  function address(iri) {
    if (base && iri.startsWith(base) && iri.length > base.length) return `${root}id/${iri.slice(base.length).split("/").map(encodeURIComponent).join("/")}`;
    return /^https?:\/\//i.test(iri) ? iri : null;
  }

  const isNumber = (term) => Boolean(term) && term.type === "literal" && NUMBERS.has(term.datatype) && Number.isFinite(Number(term.value));

  /** Columns whose values are tokens with a name in each language; files of the answer keep the tokens. */
  const TOKENS = new Set(["level", "role", "kind", "basis", "review_status"]);
  const tokens = (column) => column.replace(/^other_/, "");

  /** The value of a term for people, as text. */
  function words(column, term) {
    if (!term) return "";
    if (term.type === "uri") return short(term.value);
    return TOKENS.has(tokens(column)) ? atlas.named(tokens(column), term.value) : term.value;
  }

  /** A term as an element; its language stands beside it where the column has several. */
  function show(column, term, languages) {
    if (!term) return "";
    if (term.type === "uri") {
      const to = address(term.value);
      const text = el("bdi", {}, short(term.value));
      return to ? el("a", { class: "link iri", href: to, rel: "noreferrer", title: term.value }, text) : text;
    }
    if (term.type === "bnode") return el("bdi", { class: "muted" }, `_:${term.value}`);
    const lang = term["xml:lang"];
    return el("span", {}, el("bdi", { lang: lang || null }, words(column, term)), lang && languages && el("small", {}, ` ${lang}`));
  }

  // --- asking --------------------------------------------------------------------------------------------

  const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f", '"': '"', "'": "'", "\\": "\\" };
  const unescape = (text) =>
    text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) =>
      (one ? ESCAPES[one] || one : String.fromCodePoint(parseInt(four || eight, 16))));
  const TERM = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?/g;

  /** A line of N-Triples as its three terms. */
  function triple(line) {
    const found = [...line.matchAll(TERM)].map(([, iri, node, text, lang, datatype]) => {
      if (iri !== undefined) return { type: "uri", value: unescape(iri) };
      if (node !== undefined) return { type: "bnode", value: node };
      return { type: "literal", value: unescape(text), ...(lang && { "xml:lang": lang }), ...(datatype && { datatype }) };
    });
    return { subject: found[0], predicate: found[1], object: found[2] };
  }

  /** What the server says of a request that it refuses. */
  page.refusal = async (response) => {
    // Where it is no problem of ours, a server between has answered.
    const told = await response.json().catch(() => ({}));
    return new Error(told.title || t("bad_answer", { status: String(response.status) }));
  };

  /** The answer to a query: {kind: "rows" | "triples" | "boolean", columns, rows, value}. */
  page.ask = async (query, signal) => {
    const response = await fetch(`${root}sparql`, {
      method: "POST",
      headers: {
        "Content-Type": "application/sparql-query",
        Accept: "application/sparql-results+json, application/n-triples;q=0.9",
        "Accept-Language": atlas.state.lang,
      },
      body: query,
      signal,
    });
    if (!response.ok) throw await page.refusal(response);
    if (response.headers.get("Content-Type").startsWith("application/n-triples")) {
      const lines = (await response.text()).split("\n").filter(Boolean);
      return { kind: "triples", columns: ["subject", "predicate", "object"], rows: lines.map(triple) };
    }
    const found = await response.json();
    if ("boolean" in found) return { kind: "boolean", value: found.boolean, columns: [], rows: [] };
    return { kind: "rows", columns: found.head.vars, rows: found.results.bindings };
  };

  // --- the table -----------------------------------------------------------------------------------------

  const heading = (answer, column) => (answer.kind === "triples" ? t(column) : page.questions.heading(column));

  /** Is every value of a column a number? */
  const numeric = (answer, column) => {
    const values = answer.rows.map((row) => row[column]).filter(Boolean);
    return values.length > 0 && values.every(isNumber);
  };

  page.table = (place, answer) => {
    if (answer.kind === "boolean") {
      place.replaceChildren(el("p", { class: "verdict" }, answer.value ? t("yes") : t("no")));
      return;
    }
    if (!answer.rows.length) {
      place.replaceChildren(el("p", { class: "note" }, t("no_rows")));
      return;
    }
    let shown = STEP;
    let by = null;
    let down = false;
    let rows = answer.rows;
    const numbers = new Set(answer.columns.filter((column) => numeric(answer, column)));
    const languages = new Set(answer.columns.filter((column) => new Set(answer.rows.map((row) => row[column] && row[column]["xml:lang"])).size > 1));
    const longest = (column) => answer.rows.slice(0, 500).reduce((most, row) => Math.max(most, row[column] ? row[column].value.length : 0), 0);
    const kinds = Object.fromEntries(answer.columns.map((column) => {
      const length = longest(column);
      return [column, numbers.has(column) ? "figure" : length > 60 ? "wide" : length > 14 ? "middle" : "narrow"];
    }));
    const head = el("tr");
    const body = el("tbody");
    const count = el("p", { class: "muted", role: "status" });
    const more = el("button", { type: "button", class: "button", on: { click: () => { shown += 10 * STEP; fill(); } } });

    function sort(column) {
      down = by === column ? !down : numbers.has(column);
      by = column;
      const order = atlas.collator();
      const number = (row) => Number(row[column] ? row[column].value : "");
      const level = (row) => (row[column] ? atlas.levelRank(row[column].value) : 0);
      const compare = numbers.has(column) ? (a, b) => number(a) - number(b)
        : tokens(column) === "level" ? (a, b) => level(a) - level(b)
        : (a, b) => order.compare(words(column, a[column]), words(column, b[column]));
      rows = [...answer.rows].sort((a, b) => (down ? -1 : 1) * compare(a, b));
      fill();
    }

    function fill() {
      head.replaceChildren(...answer.columns.map((column) =>
        el("th", { scope: "col", class: numbers.has(column) ? "figure" : null, "aria-sort": by === column ? (down ? "descending" : "ascending") : null },
          el("button", { type: "button", class: "sort", "data-column": column, title: `?${column}`, on: { click: () => sort(column) } }, heading(answer, column)))));
      body.replaceChildren(...rows.slice(0, shown).map((row) =>
        el("tr", {}, answer.columns.map((column) => el("td", { class: kinds[column] }, show(column, row[column], languages.has(column)))))));
      count.textContent = rows.length > STEP ? t("rows_shown", { shown: Math.min(shown, rows.length), all: rows.length }) : "";
      more.hidden = rows.length <= shown;
      more.textContent = t("show_more", { n: Math.min(10 * STEP, rows.length - shown) });
    }

    place.replaceChildren(
      el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("table_label") }, el("table", { class: "answers" }, el("thead", {}, head), body)),
      el("div", { class: "tools after" }, more, count),
    );
    fill();
  };

  /** The answer as a file. */
  page.save = (answer, kind, name) =>
    atlas.saveRows(`policygraph-${name || "query"}`, answer.rows.map((row) => Object.fromEntries(answer.columns.map((column) => [column, row[column] ? row[column].value : ""]))), kind);

  Object.assign(page, { short, words, address, isNumber, numeric, heading });
})();
