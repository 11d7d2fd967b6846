// The language of the page: ?lang=, then the reader's last choice, then the browser's. Without scripts both are shown.
(function () {
  "use strict";
  const known = ["zh", "en"];
  const stored = () => { try { return localStorage.getItem("policygraph-language"); } catch { return null; } };
  const set = (lang) => {
    document.documentElement.dataset.lang = lang;
    document.documentElement.lang = lang === "zh" ? "zh-Hans" : lang;
    for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", button.dataset.language === lang);
  };
  const asked = [new URLSearchParams(location.search).get("lang"), stored(), navigator.language.slice(0, 2)];
  const first = asked.find((lang) => known.includes(lang)) || "en";
  set(first);
  document.addEventListener("DOMContentLoaded", () => {
    set(first);
    for (const button of document.querySelectorAll("[data-language]")) {
      button.addEventListener("click", () => {
        set(button.dataset.language);
        try { localStorage.setItem("policygraph-language", button.dataset.language); } catch { /* the choice holds for this page */ }
      });
    }
  });
})();
