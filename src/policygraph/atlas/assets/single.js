// One file that holds all pages: the part of the address before the second "!" says which is shown.
"use strict";

(() => {
  const root = document.documentElement;
  const sections = new Map([...document.querySelectorAll("section[data-page]")].map((each) => [each.dataset.page, each]));

  function show() {
    const [, asked = "index", fragment = ""] = location.hash.split("!").map(decodeURIComponent);
    const page = sections.has(asked) ? asked : "index";
    if (!location.hash.startsWith("#!") && location.hash) return; // a link within the page
    const moved = root.dataset.page !== page || sections.get(page).hidden;
    root.dataset.page = page;
    for (const [name, section] of sections) section.hidden = name !== page;
    for (const link of document.querySelectorAll("[data-nav]")) {
      if (link.dataset.nav === page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    atlas.translate();
    const target = document.getElementById(`!${page}!${fragment}`);
    if (target) {
      target.scrollIntoView();
      target.focus({ preventScroll: true });
    } else if (moved) window.scrollTo(0, 0);
    if (page === "networks" && atlas.begin) atlas.begin();
  }

  window.addEventListener("hashchange", show);
  show();
})();
