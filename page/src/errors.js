// What is wrong with what a person or a file has given: a key of the catalogue of texts, and what is put into it.

export class PageError extends Error {
  /** @param {string} key  of the catalogue, without "error."  @param {{[name: string]: string | number}} [values] */
  constructor(key, values = {}) {
    super(key);
    this.name = "PageError";
    this.key = key;
    this.values = values;
  }
}
