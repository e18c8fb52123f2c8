import { defineConfig } from "vite";

// Fixed names and one file of each kind: the server answers with an ETag, and a change of one line is one line of a diff.
export default defineConfig({
  base: "/static/screen/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: { proxy: { "/graphql": { target: "http://127.0.0.1:8080", ws: true } } },
  build: {
    outDir: "../internal/web/static/screen",
    emptyOutDir: true,
    modulePreload: false,
    target: "es2022",
    rolldownOptions: {
      input: "src/main.tsx",
      output: { entryFileNames: "hall.js", assetFileNames: "hall[extname]", codeSplitting: false },
    },
  },
});
