// The fenced code of the documentation and of README.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);

// pages are README and the pages of docs/, in both languages.
export function pages() {
  const below = readdirSync(new URL("docs/", root), { recursive: true });
  return ["README.md", ...below.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`).sort()];
}

// blocks returns the fenced code blocks of a page that are not excluded by "example: REASON", with language and line.
export function blocks(page) {
  const text = readFileSync(new URL(page, root), "utf8");
  return [...text.matchAll(/^ *```(\w+)([^\n]*)\n(.*?)^ *```$/gms)] // also within lists, as in doc_block_test.go
    .filter(([, , info]) => !info.includes("example:"))
    .map(({ 1: language, 3: code, index }) => ({ language, code, line: text.slice(0, index).split("\n").length }));
}

// writeTypeScript writes the samples in TS and TSX to a folder, and returns their number.
export function writeTypeScript(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let count = 0;
  for (const page of pages()) {
    for (const { language, code, line } of blocks(page)) {
      if (language !== "ts" && language !== "tsx") continue;
      writeFileSync(`${folder}/${page.replace(/\W/g, "-")}-${line}.${language}`, code);
      count++;
    }
  }
  return count;
}
