// SPDX-License-Identifier: Apache-2.0
// Makes what a browser loads: node build.mjs MODULES OUT
//   MODULES  the node_modules to build from
//   OUT      receives index.html, icon.svg, app.css, app.js and each one's .gz
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

function write(name, content) {
  writeFileSync(path.join(out, name), content);
  writeFileSync(path.join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
}

mkdirSync(out, { recursive: true });

const style = sass.compile(path.join(here, "src/app.scss"), {
  loadPaths: [modules],
  style: "compressed",
  quietDeps: true,
});
write("app.css", style.css);

const bundle = await esbuild.build({
  entryPoints: { app: path.join(here, "src/app.tsx") },
  bundle: true,
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
for (const file of bundle.outputFiles) write(path.basename(file.path), file.contents);
for (const name of ["index.html", "icon.svg"]) write(name, readFileSync(path.join(here, "src", name)));
