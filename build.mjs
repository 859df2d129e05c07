/* Bundles our own styles and scripts with the installed packages into static/built/.
   `node build.mjs` after `npm ci`. Everything the pages load comes from our own host. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = dirname(fileURLToPath(import.meta.url));
const SOURCE = join(ROOT, "static", "src");
const BUILT = join(ROOT, "static", "built");
const THEME = join(ROOT, "node_modules", ".cache", "theme");
const CONFIG = join(SOURCE, "theme", "designsystemet.config.json");
const CLI = join(ROOT, "node_modules", "@digdir", "designsystemet");

/** What the theme depends on: its colours and the version of the tool that spreads them. */
function themeKey() {
  const version = JSON.parse(readFileSync(join(CLI, "package.json"), "utf8")).version;
  return createHash("sha256").update(version).update(readFileSync(CONFIG)).digest("hex");
}

/** Runs one step of the Designsystemet command line, quietly. */
function designsystemet(...words) {
  const program = join(CLI, "dist", "bin", "designsystemet.js");
  execFileSync(process.execPath, [program, "tokens", ...words], { cwd: ROOT, stdio: "pipe" });
}

/** Makes the theme's CSS anew, only when its colours or the tool have changed. */
function buildTheme() {
  const stamp = join(THEME, "key");
  const key = themeKey();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === key) return;
  rmSync(THEME, { recursive: true, force: true });
  mkdirSync(THEME, { recursive: true });
  const tokens = join(THEME, "tokens");
  designsystemet("create", "--config", CONFIG, "--out-dir", tokens);
  designsystemet("build", "--config", CONFIG, "--tokens", tokens, "--out-dir", join(THEME, "css"));
  writeFileSync(stamp, key);
}

/** One bundle per page need: everybody gets app, only maps and charts get the heavy ones. */
function bundle() {
  return build({
    absWorkingDir: ROOT,
    entryPoints: ["app.css", "app.js", "map.css", "map.js", "chart.js"].map((name) => ({
      in: join(SOURCE, name),
      out: name.replace(/\.(css|js)$/, ""),
    })),
    alias: { "bors-theme": join(THEME, "css", "bors.css") },
    assetNames: "fonts/[name]",
    bundle: true,
    entryNames: "[name]",
    format: "iife",
    legalComments: "linked",
    loader: { ".woff2": "file", ".png": "dataurl", ".svg": "dataurl" },
    minify: true,
    outdir: BUILT,
    target: ["chrome111", "firefox113", "safari16.4"],
    logLevel: "warning",
  });
}

const started = performance.now();
mkdirSync(BUILT, { recursive: true });
buildTheme();
await bundle();
cpSync(join(SOURCE, "images"), join(BUILT, "images"), { recursive: true });
const seconds = (performance.now() - started) / 1000;
process.stdout.write(`static/built is ready (${seconds.toFixed(1)} s)\n`);
