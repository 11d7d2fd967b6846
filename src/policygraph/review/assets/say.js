// One line that is shown for a moment and spoken by a screen reader.
const place = document.getElementById("said");
let timer = 0;

export function say(text, problem = false) {
  place.textContent = text;
  place.classList.toggle("problem", problem);
  place.classList.add("shown");
  clearTimeout(timer);
  timer = setTimeout(() => place.classList.remove("shown"), problem ? 6000 : 2200);
}
