// Files that the program makes for saving: the page tells that one is being made, and why one could not be.
import * as api from "./api.js";
import { say } from "./say.js";

const { t, pick } = window.atlas;

async function save(link) {
  const name = link.getAttribute("href").split("/").pop();
  link.setAttribute("aria-busy", "true");
  say(t("desk_making", { name }));
  try {
    const address = URL.createObjectURL(await api.download(link.getAttribute("href")));
    const file = document.createElement("a");
    Object.assign(file, { href: address, download: name });
    file.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (error) {
    say(error.status === 0 ? t("desk_gone") : error.said ? pick([error.said.zh, error.said.en]) : t("desk_failed", { n: error.status }), true);
  }
  link.removeAttribute("aria-busy");
}

document.getElementById("saves").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (!link.hasAttribute("aria-busy")) save(link);
});
