/** The app is built into the server's static files; tests live beside what they test. */

import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/static/field/",
  plugins: [vue()],
  build: { outDir: "../src/tongzhou/field/static/field", emptyOutDir: true, target: "es2020" },
  test: { include: ["src/**/tests/*.test.ts"] },
});
