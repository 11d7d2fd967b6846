// The tables: sorted by a click on a head, in the reader's own order of names.
"use strict";

(() => {
  const { state, t, el, listen } = atlas;
  let heads = [];

  function sort(head) {
    const table = head.closest("table");
    const column = [...head.parentElement.children].indexOf(head);
    const number = head.dataset.sort === "number";
    const before = head.getAttribute("aria-sort");
    const descending = before ? before === "ascending" : number;
    const collator = new Intl.Collator(state.lang === "zh" ? "zh-Hans-u-co-pinyin" : "en", { numeric: true });
    const rows = [...table.tBodies[0].rows].map((row) => [row, number ? Number(row.cells[column].textContent) : row.cells[column].textContent.trim()]);
    const compare = number ? (a, b) => a[1] - b[1] : (a, b) => collator.compare(a[1], b[1]);
    rows.sort((a, b) => (descending ? -compare(a, b) : compare(a, b)));
    table.tBodies[0].append(...rows.map(([row]) => row));
    for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  }

  const title = () => heads.forEach((head) => { head.firstElementChild.title = t("sort"); });
  listen((changed) => { if (changed.has("lang")) title(); });

  // The tables come after this script. Their heads become buttons here: without scripts nothing would answer a click.
  document.addEventListener("DOMContentLoaded", () => {
    heads = [...document.querySelectorAll("th[data-sort]")];
    for (const head of heads) {
      const button = el("button", { type: "button", class: "sort", on: { click: () => sort(head) } });
      button.append(...head.childNodes);
      head.append(button);
    }
    title();
  });
})();
