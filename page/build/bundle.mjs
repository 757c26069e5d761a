// One HTML file from the page's source, the kernels and what is said of them: node bundle.mjs FOLDER PAGE FINGERPRINT.
// FOLDER holds kernels.wasm and description.json.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const [folder, page, fingerprint] = process.argv.slice(2);
const source = join(dirname(fileURLToPath(import.meta.url)), "..", "src");

/** One classic script, for modules can't be loaded from a disk. */
async function script(file) {
  const result = await build({
    entryPoints: [join(source, file)], bundle: true, write: false, minify: true, format: "iife", target: "es2022",
    charset: "utf8", legalComments: "none", loader: { ".css": "text" },
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return result.outputFiles[0].text.trim();
}

/** Text that may stand in an element script or style. */
const embedded = (text) => text.replaceAll("</", "<\\/");
/** Bytes or a text, packed by gzip, as text. */
const packed = (content) => gzipSync(content, { level: 9 }).toString("base64");
/** All lessons, in the order of their files' names, as one list. */
function lessons() {
  const at = join(source, "lessons", "bundled"), files = readdirSync(at).filter((name) => name.endsWith(".json"));
  return JSON.stringify(files.sort().map((name) => JSON.parse(readFileSync(join(at, name), "utf8"))));
}
const sha256 = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const style = (await build({ entryPoints: [join(source, "style.css")], bundle: true, write: false, minify: true,
  loader: { ".css": "css" } })).outputFiles[0].text.trim();
const main = await script("main.js"), loader = embedded(await script("loader.js"));
const [about, kernels] = ["description.json", "kernels.wasm"].map((file) => packed(readFileSync(join(folder, file))));
const parts = {
  fingerprint, style, about, kernels, loader, lessons: packed(lessons()), main: packed(main),
  scripts: `${sha256(loader)} ${sha256(main)}`,
};
const html = readFileSync(join(source, "index.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
writeFileSync(page, html);
