// SPDX-License-Identifier: Apache-2.0
// Makes what a browser loads: node build.mjs MODULES OUT
//   MODULES  the node_modules to build from
//   OUT      receives the files, each one's .gz, and pages.gresource.xml, which lists them
// Scripts and styles are named by what they hold, so that a browser may keep them for ever.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const [modules, out] = process.argv.slice(2).map((name) => path.resolve(name));
const require = createRequire(path.join(modules, "here.js"));
const esbuild = require("esbuild");
const sass = require("sass");
const written = [];

function write(name, content) {
  writeFileSync(path.join(out, name), content);
  writeFileSync(path.join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
  written.push(name, `${name}.gz`);
}

function source(name) {
  return path.join(here, "src", name);
}

mkdirSync(out, { recursive: true });

const { css } = sass.compile(source("app.scss"), {
  loadPaths: [modules],
  style: "compressed",
  quietDeps: true,
});
const style = `app-${createHash("sha256").update(css).digest("hex").slice(0, 8)}.css`;
write(style, css);

const bundle = await esbuild.build({
  entryPoints: { app: source("app.tsx") },
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true, // what is imported when it is needed is loaded when it is needed
  write: false,
  outdir: out,
  format: "esm",
  target: "es2021",
  minify: true,
  nodePaths: [modules],
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  logLevel: "warning",
});
const scripts = bundle.outputFiles.map((file) => path.basename(file.path));
for (const file of bundle.outputFiles) write(path.basename(file.path), file.contents);

const page = readFileSync(source("index.html"), "utf8")
  .replace("app.css", style)
  .replace("app.js", scripts.find((name) => name.startsWith("app-")));
write("index.html", page);
write("icon.svg", readFileSync(source("icon.svg")));

writeFileSync(path.join(out, "pages.gresource.xml"), `<?xml version="1.0" encoding="UTF-8"?>
<gresources><gresource prefix="/referral-exchange/pages">
${written.map((name) => `<file>${name}</file>`).join("\n")}
</gresource></gresources>
`);
