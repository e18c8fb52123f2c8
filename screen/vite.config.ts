import { defineConfig } from "vite";

// Fixed names and one file of each kind: the server sends an ETag, and a change of one line is one line of a
// diff.
export default defineConfig({
  base: "/static/screen/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../internal/web/static/screen",
    emptyOutDir: true,
    license: { fileName: "LICENSES.md" }, // of bundled packages
    modulePreload: false,
    target: "es2022",
    rolldownOptions: {
      input: "src/main.tsx",
      output: { entryFileNames: "hall.js", assetFileNames: "hall[extname]", codeSplitting: false },
    },
  },
});
