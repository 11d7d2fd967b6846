// A text counted in code points, as the program counts it: a rare Chinese character is one, not two.

export class Points {
  constructor(text) {
    this.text = text;
    this.list = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
    this.length = this.list ? this.list.length : text.length;
  }

  slice(start, end) {
    return this.list ? this.list.slice(start, end).join("") : this.text.slice(start, end);
  }

  at(index) {
    return (this.list ? this.list[index] : this.text[index]) || "";
  }

  /** The place of words from a place on, or -1. */
  find(words, from = 0) {
    if (!this.list) return this.text.indexOf(words, from);
    const found = this.text.indexOf(words, this.slice(0, from).length);
    return found < 0 ? -1 : count(this.text.slice(0, found));
  }
}

/** How many code points a string has. */
export function count(text) {
  let n = text.length;
  for (let at = 0; at < text.length - 1; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit < 0xdc00) {
      n -= 1;
      at += 1;
    }
  }
  return n;
}
