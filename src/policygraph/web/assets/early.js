// Before anything is seen: that the page is opening, and the language and the colour scheme the reader chose, from the
// address or the last visit.
"use strict";

(() => {
  const root = document.documentElement;
  const read = (name) => {
    try {
      return localStorage.getItem(`policygraph-${name}`);
    } catch {
      return null; // some browsers keep nothing for pages from a file
    }
  };
  const asked = /[#&!]lang=(zh|en)\b/.exec(location.hash);
  const lang = asked ? asked[1] : read("lang");
  root.dataset.lang = lang === "en" ? "en" : "zh";
  root.lang = root.dataset.lang;
  root.dataset.opening = "";
  window.addEventListener("load", () => delete root.dataset.opening);
  const scheme = read("scheme");
  if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
})();
