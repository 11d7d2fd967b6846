// A table made from rows: sorted, filtered, a part at a time, saved as CSV, JSON or Turtle.
"use strict";

(() => {
  const { el, t, save } = atlas;
  const STEP = 100;

  const cell = (value) => (Array.isArray(value) ? value.join(" ") : value === null || value === undefined ? "" : String(value));

  /** A value in CSV; one that a spreadsheet would take for a formula is kept from it by an apostrophe. */
  function csvCell(value) {
    let text = cell(value);
    if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }

  function csv(rows) {
    const names = rows.length ? Object.keys(rows[0]) : [];
    const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
    // With a byte order mark: spreadsheet programs take Chinese for something else without it.
    return `\ufeff${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
  }

  /** Rows as a file: plain objects, or for Turtle the text of each row. */
  atlas.saveRows = (name, rows, kind) => {
    if (kind === "csv") save(`${name}.csv`, csv(rows), "text/csv");
    else save(`${name}.json`, `${JSON.stringify(rows, null, 1)}\n`, "application/json");
  };

  const PREFIXES = {
    cv: "http://data.europa.eu/m8g/", dcterms: "http://purl.org/dc/terms/", eli: "http://data.europa.eu/eli/ontology#",
    pg: "https://w3id.org/policygraph/def/", skos: "http://www.w3.org/2004/02/skos/core#", xsd: "http://www.w3.org/2001/XMLSchema#",
  };
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };
  atlas.turtle = {
    iri: (iri) => `<${iri.replace(/[\x00-\x20<>"{}|^`\\]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)}>`,
    text: (text, tail = "") => `"${text.replace(/[\\"\n\r\t\b\f]/g, (letter) => escapes[letter])}"${tail}`,
  };
  const turtleFile = (parts) =>
    `${Object.entries(PREFIXES).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`).join("\n")}\n\n${parts.join("\n")}\n`;

  /**
   * A table in `place`. `columns` are {name, head, number, show(row), text(row), order(row)}; `turtle(row)` says a row as Turtle,
   * `plain(row)` as an object. Returns a function that draws it anew.
   */
  atlas.table = (place, { name, rows, columns, turtle, plain, search = "" }) => {
    let shown = STEP;
    let wanted = search;
    let by = null;
    let down = false;
    const fold = (text) => text.normalize("NFKC").toLowerCase();

    function chosen() {
      const words = fold(wanted).split(/\s+/).filter(Boolean);
      const text = (row) => fold(columns.map((column) => column.text(row)).join(" "));
      const found = words.length ? rows.filter((row) => { const all = text(row); return words.every((word) => all.includes(word)); }) : [...rows];
      if (by) {
        const order = atlas.collator();
        const keyed = found.map((row) => [row, by.order ? by.order(row) : by.text(row)]);
        keyed.sort((a, b) => (down ? -1 : 1) * (by.number || by.order ? Number(a[1]) - Number(b[1]) : order.compare(a[1], b[1])));
        return keyed.map(([row]) => row);
      }
      return found;
    }

    const field = el("input", { type: "search", class: "rows-filter", value: wanted, "aria-label": t("filter_rows"), placeholder: t("filter_rows") });
    const status = el("p", { class: "muted", role: "status" });
    const body = el("tbody");
    const head = el("tr");
    const more = el("button", { type: "button", class: "button", on: { click: () => { shown += 10 * STEP; fill(); } } });

    function fill() {
      const all = chosen();
      body.replaceChildren(...all.slice(0, shown).map((row) =>
        el("tr", {}, columns.map((column, at) => el(at ? "td" : "th", { class: column.number ? "figure" : column.class, scope: at ? null : "row" }, column.show ? column.show(row) : el("bdi", {}, column.text(row)))))));
      status.textContent = all.length ? t("rows_of", { shown: Math.min(shown, all.length), all: all.length }) : t("nothing_left");
      more.hidden = all.length <= shown;
      more.textContent = t("show_more", { n: Math.min(10 * STEP, all.length - shown) });
      head.replaceChildren(...columns.map((column) =>
        el("th", { scope: "col", class: column.number ? "figure" : null, "aria-sort": by === column ? (down ? "descending" : "ascending") : null },
          el("button", { type: "button", class: "sort", "data-column": column.name, on: { click: () => { down = by === column ? !down : Boolean(column.number); by = column; fill(); } } }, t(column.head)))));
    }

    field.addEventListener("input", () => { wanted = field.value; shown = STEP; fill(); atlas.tell(new Set(["rows"])); });
    const file = `policygraph-${name}`;
    place.replaceChildren(
      el("div", { class: "tools" }, field,
        el("span", { class: "saves" }, el("span", { class: "muted" }, t("download")),
          el("button", { type: "button", class: "button small", "data-save": "csv", on: { click: () => atlas.saveRows(file, chosen().map(plain), "csv") } }, "CSV"),
          el("button", { type: "button", class: "button small", "data-save": "json", on: { click: () => atlas.saveRows(file, chosen().map(plain), "json") } }, "JSON"),
          turtle && el("button", { type: "button", class: "button small", "data-save": "ttl", on: { click: () => save(`${file}.ttl`, turtleFile(chosen().map(turtle)), "text/turtle") } }, "Turtle")),
        status),
      el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t(`tab_${name}`) }, el("table", { class: `rows t-${name}` }, el("thead", {}, head), body)),
      more,
    );
    fill();
    return { wanted: () => wanted };
  };
})();
