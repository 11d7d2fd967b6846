// What the theme adds to a page in the browser, made fit for all readers: a table that scrolls can be reached by the
// keyboard, and the buttons of a block of code are no landmark of the page.
const mend = () => {
  for (const table of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  }
  for (const buttons of document.querySelectorAll("nav.md-code__nav:not([role])")) buttons.setAttribute("role", "presentation");
};
mend();
new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
addEventListener("resize", mend);
