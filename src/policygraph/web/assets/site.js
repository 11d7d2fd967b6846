// What every page has: both languages, the colour scheme, links, sorting, and the only way text gets into a page:
// as text nodes, never as markup.
"use strict";

window.atlas = (() => {
  const root = document.documentElement;
  const { texts, order: { levels, roles } } = window.atlasData;
  const listeners = [];
  const state = { lang: root.dataset.lang || "zh" };
  const at = () => (state.lang === "en" ? 1 : 0);

  /** A text in the current language with its values; of {name:one|many} the form that the value asks for. */
  function t(key, values = {}) {
    const pair = texts[key];
    if (!pair) return key;
    return pair[at()].replace(/\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}/g, (all, name, one, many) => {
      if (!(name in values)) return all;
      const value = values[name];
      if (one !== undefined) return value === 1 ? one : many;
      return Number.isInteger(value) ? value.toLocaleString("en") : String(value);
    });
  }

  /** One of a pair [zh, en]. */
  const pick = (pair) => pair[at()];

  /** The place of a level among all, from the top down. */
  const levelRank = (level) => (levels.indexOf(level) + 1 || levels.length + 1);

  /** The name of a role, a level or a kind. */
  const named = (prefix, token) => (`${prefix}_${token}` in texts ? t(`${prefix}_${token}`) : token);

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

  // --- addresses -----------------------------------------------------------------------------------------

  const single = "single" in root.dataset;
  const encode = (text) => encodeURIComponent(text).replace(/%2F/g, "/").replace(/%3D/g, "=").replace(/%26/g, "&").replace(/%2B/g, "+");

  /** The address of a page, given its path without .html. */
  function href(path, fragment = "") {
    const tail = fragment ? encode(fragment) : "";
    if (single) return `#!${encode(path)}${tail && `!${tail}`}`;
    return `${root.dataset.root}${encode(path)}.html${tail && `#${tail}`}`;
  }

  /** The state of a page in its address: what stands behind the #, in a single file behind the name of the page. */
  const address = {
    read: () => (single ? location.hash.split("!")[2] || "" : location.hash.slice(1)),
    write(text) {
      const hash = single ? `#!${root.dataset.page}${text && `!${text}`}` : text && `#${text}`;
      if (hash === location.hash) return;
      try {
        history.replaceState(null, "", hash || location.pathname + location.search);
      } catch {
        // Some browsers refuse to rewrite the address of a file; the page works without.
      }
    },
  };

  // --- language and scheme -------------------------------------------------------------------------------

  function keep(name, value) {
    try {
      localStorage.setItem(`policygraph-${name}`, value);
    } catch {
      // Nothing is kept for this page; the choice holds until it is left.
    }
  }

  /** What the style sheet cannot switch: attributes, and the language of the whole. */
  function translate() {
    root.dataset.lang = state.lang;
    root.lang = state.lang;
    for (const element of document.querySelectorAll("[data-label]")) {
      element.setAttribute("aria-label", t(element.dataset.label));
      if (element.tagName === "BUTTON" || element.tagName === "A") element.title = t(element.dataset.label);
    }
    for (const element of document.querySelectorAll("[data-placeholder]")) {
      element.placeholder = t(element.dataset.placeholder);
    }
    const shown = document.querySelector("[data-title-zh]:not([hidden])");
    if (shown) document.title = `${shown.dataset[state.lang === "en" ? "titleEn" : "titleZh"]} · ${t("product")}`;
    for (const button of document.querySelectorAll("button[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === state.lang));
    }
  }

  const listen = (listener) => listeners.push(listener);
  const tell = (changed, how = {}) => listeners.forEach((listener) => listener(changed, how));

  function speak(lang) {
    if (lang === state.lang) return;
    state.lang = lang;
    keep("lang", lang);
    translate();
    tell(new Set(["lang"]));
  }

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  function colour(scheme) {
    root.dataset.scheme = scheme;
    keep("scheme", scheme);
    tell(new Set(["scheme"]));
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button[data-language], [data-scheme-switch], [data-print]");
    if (!target) return;
    if (target.dataset.language) speak(target.dataset.language);
    else if ("print" in target.dataset) window.print();
    else colour((root.dataset.scheme || (dark.matches ? "dark" : "light")) === "dark" ? "light" : "dark");
  });

  // --- tables that stand in the page ---------------------------------------------------------------------

  const collator = () => new Intl.Collator(state.lang === "zh" ? "zh-Hans-u-co-pinyin" : "en", { numeric: true });

  /** The rows of a table that wait in a file: reading and laying out all of them would keep a large page from being
      used. */
  async function whole(table) {
    if (restOf(table)) append(table, await load("rows"));
  }

  const restOf = (table) => table.parentElement.querySelector(":scope > [data-rest]");

  function append(table, rows) {
    const button = restOf(table);
    if (!button) return;
    table.tBodies[0].insertAdjacentHTML("beforeend", rows[button.dataset.rest]);
    button.remove();
  }

  async function sort(head) {
    const table = head.closest("table");
    await whole(table);
    const column = [...head.parentElement.children].indexOf(head);
    const ordered = head.dataset.sort === "order";
    const number = head.dataset.sort === "number" || ordered;
    const before = head.getAttribute("aria-sort");
    const descending = before ? before === "ascending" : number && !ordered;
    const cell = (row) => row.cells[column];
    const key = (row) => (number ? Number(ordered ? cell(row).dataset.order : cell(row).textContent) : cell(row).innerText.trim());
    const order = collator();
    const rows = [...table.tBodies[0].rows].map((row) => [row, key(row)]);
    rows.sort((a, b) => (descending ? -1 : 1) * (number ? a[1] - b[1] : order.compare(a[1], b[1])));
    table.tBodies[0].append(...rows.map(([row]) => row));
    for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  }

  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-rest]");
    if (!button) return;
    const table = button.parentElement.querySelector("table");
    const next = table.tBodies[0].rows.length;
    await whole(table);
    table.tBodies[0].rows[next].querySelector("a, button")?.focus();
  });
  if (document.querySelector("[data-rest]")) {
    // Printing does not wait for a file: it is fetched once there is nothing else to do.
    window.addEventListener("load", () => (window.requestIdleCallback || setTimeout)(() => load("rows")));
    window.addEventListener("beforeprint", () => {
      const { rows } = window.atlasData;
      if (rows) for (const button of document.querySelectorAll("[data-rest]")) append(button.parentElement.querySelector("table"), rows);
    });
  }

  // Heads become buttons here: without scripts nothing would answer a click.
  for (const head of document.querySelectorAll("th[data-sort]")) {
    const button = el("button", { type: "button", class: "sort", on: { click: () => sort(head) } });
    button.append(...head.childNodes);
    head.append(button);
  }

  // --- files that are loaded or saved --------------------------------------------------------------------

  const loading = {};
  /** Data of a file beside the pages, loaded once, by a script element: a page from a file may not fetch. */
  function load(name) {
    const there = () => (window.atlasData || {})[name];
    loading[name] ||= there()
      ? Promise.resolve(there())
      : new Promise((resolve, reject) => {
          const script = el("script", { src: `${root.dataset.root}data/${name}.js` });
          script.onload = () => resolve(there());
          script.onerror = () => reject(new Error(`data/${name}.js cannot be loaded`));
          document.head.append(script);
        });
    return loading[name];
  }

  /** Hand the reader a file. */
  function save(name, content, type) {
    const url = typeof content === "string" && content.startsWith("data:")
      ? content
      : URL.createObjectURL(new Blob([content], { type }));
    const link = el("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    if (url.startsWith("blob:")) setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  translate();
  return {
    state, texts, single, t, pick, named, el, zh, href, address, listen, tell, speak, translate, load, save, collator, at, levelRank, roles,
  };
})();
