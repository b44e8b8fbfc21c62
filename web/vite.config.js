import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vite";

const isHolder = (line) => /^copyright\s+(\(c\)\s*)?\d/i.test(line.trim());

// The licences of what is bundled, ahead of the script: each text once, under the packages and
// copyright lines it holds for, in alphabetical order.
function licences() {
  return {
    name: "licences",
    enforce: "post",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        const folders = new Set();
        for (const id of chunk.moduleIds) {
          const found = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replace(/^\0/, ""));
          if (found) folders.add(found[1]);
        }
        const packages = new Map();
        for (const folder of [...folders].sort()) {
          const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
          const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
          const text = file ? readFileSync(join(folder, file), "utf8") : String(about.license);
          const copyright = text.split("\n").filter((line) => isHolder(line));
          const terms = text.split("\n").filter((line) => !isHolder(line))
            .join(" ").replace(/\s+/g, " ").trim();
          const holders = packages.get(terms) ?? [];
          holders.push(`${about.name} ${about.version}: ${copyright.map((c) => c.trim()).join("; ")}`);
          packages.set(terms, holders);
        }
        const blocks = [...packages].map(([terms, holders]) => `${holders.join("\n")}\n${terms}`);
        chunk.code = `/*\nThis script contains:\n\n${blocks.join("\n\n")}\n*/\n${chunk.code}`;
      }
    },
  };
}

export default defineConfig({
  plugins: [licences()],
  build: {
    target: "es2020",
    outDir: "dist",
    emptyOutDir: true,
    reportCompressedSize: false,
    lib: {
      entry: "src/main.ts",
      formats: ["iife"],
      name: "lodeReport",
      fileName: () => "report.js",
      cssFileName: "report",
    },
  },
});
