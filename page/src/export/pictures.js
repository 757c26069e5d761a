// The views that can be saved as pictures: each view registers how it draws itself as SVG; sharing lists them.

import { signal } from "@preact/signals";

/**
 * @typedef {object} Picture
 * @property {string} name  of the file, without its ending
 * @property {string} titleKey  of the catalogue
 * @property {() => string | Promise<string>} svg  the text of a whole SVG file: width, height, viewBox, own styles
 */

/** In the order in which they were registered. */
export const pictures = signal(/** @type {Picture[]} */ ([]));

/**
 * Offer a view as a picture; returns how to take it back, as an effect of a component does.
 * @param {string} name  @param {string} titleKey  @param {Picture["svg"]} svg
 */
export function register(name, titleKey, svg) {
  const picture = { name, titleKey, svg };
  pictures.value = [...pictures.peek().filter((other) => other.name !== name), picture];
  return () => {
    pictures.value = pictures.peek().filter((other) => other !== picture);
  };
}

/** The file of a picture. @param {Picture} picture @returns {Promise<Blob>} */
export async function svgFile(picture) {
  return new Blob([await picture.svg()], { type: "image/svg+xml" });
}

/**
 * The same in pixels, ``scale`` times as large.
 * @param {Picture} picture  @param {number} [scale]  @returns {Promise<Blob>}
 */
export async function pngFile(picture, scale = 2) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await picture.svg())}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no PNG"))), "image/png");
  });
}
