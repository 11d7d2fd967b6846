// The answer as a network and as a chart: any two columns make ties, any column of numbers makes bars.
"use strict";

(() => {
  const { el, t } = atlas;
  const MOST_TIES = 1200;
  const MOST_BARS = 40;
  const LABELS = ["http://www.w3.org/2004/02/skos/core#prefLabel", "http://purl.org/dc/terms/title", "http://www.w3.org/2000/01/rdf-schema#label"];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function choice(label, options, value, changed) {
    const select = el("select", { on: { change: () => changed(select.value) } },
      options.map(([each, text]) => el("option", { value: each, selected: each === value }, text)));
    return el("label", { class: "choice" }, label, select);
  }

  /** The column that has the names of what is in another: body and label, other and other_label, measure_iri and measure. */
  function names(answer, column, first) {
    const has = (name) => answer.columns.includes(name);
    if (has(`${column}_label`)) return `${column}_label`;
    if (column.endsWith("_iri") && has(column.slice(0, -4))) return column.slice(0, -4);
    if (first && has("label")) return "label";
    return column;
  }

  /** A name in up to three lines: names of bodies begin alike, what tells them apart comes last. */
  function lines(text) {
    const wide = /[\u3000-\u9fff]/.test(text) ? 11 : 22;
    const found = [""];
    for (const part of text.match(wide === 11 ? /./gsu : /\S+\s*/gu) || [text]) {
      if (found.at(-1) && (found.at(-1) + part).trimEnd().length > wide) found.push("");
      found[found.length - 1] += part;
    }
    return found.length > 3 ? `${found.slice(0, 3).join("\n")}…` : found.join("\n");
  }

  // --- network -------------------------------------------------------------------------------------------

  function guess(answer) {
    if (answer.kind === "triples") return { from: "subject", to: "object", weight: "" };
    const iris = answer.columns.filter((column) => answer.rows.some((row) => row[column] && row[column].type === "uri"));
    const from = iris.find((column) => column !== "policy") || iris[0] || answer.columns[0];
    const rest = answer.columns.filter((column) => column !== from && column !== names(answer, from, column === iris[0]));
    const to = rest.find((column) => iris.includes(column) && column !== "policy") || rest.find((column) => iris.includes(column)) || rest.find((column) => !page.numeric(answer, column)) || "";
    const weight = answer.columns.find((column) => column !== from && column !== to && page.numeric(answer, column) && column !== "number") || "";
    return { from, to, weight };
  }

  /** Nodes and ties of an answer, the same tie once; a tie of several rows is as strong as all of them. */
  function ties(answer, { from, to, weight }) {
    const called = new Map();
    if (answer.kind === "triples") {
      for (const { subject, predicate, object } of answer.rows) {
        if (LABELS.includes(predicate.value) && (!called.has(subject.value) || object["xml:lang"] === atlas.state.lang)) called.set(subject.value, object.value);
      }
    }
    const nodes = new Map();
    const found = new Map();
    const firstIri = answer.columns.find((column) => answer.rows.some((row) => row[column] && row[column].type === "uri"));
    const node = (term, row, column) => {
      const key = `${term.type} ${term.value}`;
      if (!nodes.has(key)) {
        const name = names(answer, column, column === firstIri);
        const label = called.get(term.value) || (row[name] && row[name].type !== "uri" ? page.words(name, row[name]) : page.short(term.value));
        nodes.set(key, { key, term, label, side: column === from ? 0 : 1, degree: 0 });
      }
      const found = nodes.get(key);
      if (found.side !== (column === from ? 0 : 1)) found.side = 2;
      return found;
    };
    for (const row of answer.rows) {
      const [a, b] = [row[from], row[to]];
      if (!a || !b || (answer.kind === "triples" && b.type === "literal")) continue;
      const [source, target] = [node(a, row, from), node(b, row, to)];
      if (source === target) continue;
      const key = `${source.key}\n${target.key}`;
      const value = weight && page.isNumber(row[weight]) ? Number(row[weight].value) : 1;
      if (found.has(key)) found.get(key).value += value;
      else found.set(key, { source, target, value, label: answer.kind === "triples" ? page.short(row.predicate.value) : "" });
    }
    const all = [...found.values()].sort((a, b) => b.value - a.value);
    return { all: all.length, kept: all.slice(0, MOST_TIES) };
  }

  page.network = (place, answer) => {
    const wanted = guess(answer);
    const frame = el("div", { class: "canvas", role: "img" });
    const told = el("p", { class: "muted", role: "status" });
    const chosen = el("p", { class: "chosen" }, t("pick_node"));
    const columns = answer.columns.map((column) => [column, page.heading(answer, column)]);
    let drawn = null;

    function draw() {
      const { all, kept } = ties(answer, wanted);
      if (drawn) drawn.destroy();
      drawn = page.drawn = null;
      const nodes = new Map();
      for (const { source, target } of kept) for (const each of [source, target]) { nodes.set(each.key, each); each.degree += 1; }
      const list = [...nodes.values()];
      frame.hidden = chosen.hidden = !list.length;
      told.textContent = !list.length ? t("no_network") : kept.length < all ? t("network_part", { n: kept.length, all }) : t("network_count", { n: list.length, m: kept.length });
      frame.setAttribute("aria-label", t("answer_network_label", { n: list.length, m: kept.length }));
      if (!list.length) return;
      const most = Math.max(...kept.map((each) => each.value));
      // Two colours where the columns hold two sorts of things; one where both hold the same.
      const apart = kept.every((each) => each.source.side === 0 && each.target.side === 1);
      const paint = (second) => ({ background: colour(second && apart ? "--c1" : "--c0"), border: colour("--surface"), highlight: { background: colour(second && apart ? "--c1" : "--c0"), border: colour("--ink") } });
      // Where all ties say the same there is no need to say it at each.
      const said = kept.length <= 60 && new Set(kept.map((each) => each.label)).size > 1;
      drawn = page.drawn = new vis.Network(frame, {
        nodes: new vis.DataSet(list.map((each, id) => ({ id: (each.id = id), label: lines(each.label), value: each.degree, color: paint(each.side === 1) }))),
        edges: new vis.DataSet(kept.map((each, id) => ({ id, from: each.source.id, to: each.target.id, label: said ? each.label : "", width: most > 1 ? 1 + (4 * each.value) / most : 1.2, arrows: answer.kind === "triples" ? { to: { enabled: true, scaleFactor: 0.5 } } : "" }))),
      }, {
        nodes: { shape: "dot", scaling: { min: 7, max: 24 }, borderWidth: 1.5, font: { color: colour("--ink"), size: 13, face: "system-ui, sans-serif", strokeWidth: 3, strokeColor: colour("--surface") } },
        edges: { color: { color: colour("--tie"), highlight: colour("--accent"), opacity: 0.6 }, smooth: false, font: { color: colour("--muted"), size: 10, strokeWidth: 3, strokeColor: colour("--surface") } },
        physics: { solver: "forceAtlas2Based", forceAtlas2Based: { gravitationalConstant: -60, springLength: 90, avoidOverlap: 0.4 }, stabilization: { iterations: list.length > 250 ? 80 : 250 } },
        layout: { randomSeed: 7, improvedLayout: list.length < 120 },
        interaction: { hideEdgesOnDrag: list.length > 200, keyboard: { enabled: true, bindToWindow: false } },
      });
      // Once placed it stands still: a drawing that floats cannot be read, and costs power.
      drawn.once("stabilized", () => drawn && drawn.setOptions({ physics: false }));
      drawn.on("selectNode", ({ nodes: [id] }) => pick(list[id]));
    }

    function pick(each) {
      const to = each.term.type === "uri" && page.address(each.term.value);
      chosen.replaceChildren(el("strong", {}, each.label), ` · ${t("ties_of", { n: each.degree })} `, to ? el("a", { class: "link", href: to, rel: "noreferrer" }, t("open_thing")) : "");
    }

    const change = (name) => (value) => { wanted[name] = value; draw(); };
    const numbers = answer.columns.filter((column) => page.numeric(answer, column)).map((column) => [column, page.heading(answer, column)]);
    place.replaceChildren(
      el("div", { class: "tools" }, answer.kind === "rows" && [choice(t("from"), columns, wanted.from, change("from")), choice(t("to"), columns, wanted.to, change("to")), choice(t("weight"), [["", t("none")], ...numbers], wanted.weight, change("weight"))], told),
      frame, chosen);
    draw();
  };

  // --- chart ---------------------------------------------------------------------------------------------

  page.chart = (place, answer) => {
    const numbers = answer.columns.filter((column) => page.numeric(answer, column));
    if (!numbers.length) {
      place.replaceChildren(el("p", { class: "note" }, t("no_chart")));
      return;
    }
    const texts = answer.columns.filter((column) => !numbers.includes(column));
    const first = texts.find((column) => column === "label" || column.endsWith("_label")) || texts.find((column) => answer.rows.some((row) => row[column] && row[column].type === "literal")) || texts[0] || answer.columns[0];
    const wanted = { label: first, value: numbers.find((column) => ["total", "measures", "responsibilities"].includes(column)) || numbers[0] };
    const bars = el("ol", { class: "plain bars" });
    const told = el("p", { class: "muted", role: "status" });
    const options = (columns) => columns.map((column) => [column, page.heading(answer, column)]);

    function draw() {
      const rows = answer.rows.filter((row) => row[wanted.value]);
      const most = Math.max(...rows.map((row) => Math.abs(Number(row[wanted.value].value))), 0) || 1;
      bars.replaceChildren(...rows.slice(0, MOST_BARS).map((row) => {
        const value = Number(row[wanted.value].value);
        const term = row[wanted.label];
        const bar = el("span", { class: value < 0 ? "bar-fill less" : "bar-fill" });
        bar.style.width = `${(100 * Math.abs(value)) / most}%`;
        return el("li", {}, el("span", { class: "bar-label" }, term ? page.words(wanted.label, term) : "–"), el("span", { class: "bar-track" }, bar), el("span", { class: "bar-value" }, value.toLocaleString(atlas.state.lang)));
      }));
      told.textContent = rows.length > MOST_BARS ? t("chart_part", { n: MOST_BARS, all: rows.length }) : "";
    }
    const change = (name) => (value) => { wanted[name] = value; draw(); };
    place.replaceChildren(
      el("div", { class: "tools" }, choice(t("label_of"), options(answer.columns), wanted.label, change("label")), choice(t("value_of"), options(numbers), wanted.value, change("value")), told),
      bars);
    draw();
  };
})();
