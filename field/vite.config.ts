/** The app is built into the server's static files; its page and its worker are handed out under /field/. */

import { readFileSync } from "node:fs";
import vue from "@vitejs/plugin-vue";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

const STATIC = "/static/field/";
const { version } = JSON.parse(readFileSync("package.json", "utf-8")) as { version: string };

export default defineConfig({
  base: STATIC,
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [
    vue(),
    VitePWA({
      injectRegister: null,
      registerType: "autoUpdate",
      manifest: {
        id: "/field/",
        name: "同舟 · 现场",
        short_name: "同舟",
        start_url: "/field/",
        scope: "/field/",
        display: "standalone",
        background_color: "#f7f5f1",
        theme_color: "#0a4249",
        icons: [{ src: "/static/web/mark.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
      },
      manifestFilename: "manifest.webmanifest",
      workbox: {
        // The copy under static/ is the one that is kept: its answer does not vary by language, and it bears its own policy.
        globPatterns: ["**/*.{js,css,wasm,html}"],
        modifyURLPrefix: { "": STATIC },
        navigateFallback: `${STATIC}index.html`,
        navigateFallbackAllowlist: [/^\/field\/$/],
        inlineWorkboxRuntime: true,
        clientsClaim: true,
        skipWaiting: true,
        maximumFileSizeToCacheInBytes: 3_000_000,
      },
    }),
  ],
  worker: { format: "es" },
  build: { outDir: "../src/tongzhou/field/static/field", emptyOutDir: true, target: "es2022", assetsInlineLimit: 0 },
  test: { testTimeout: 30_000, include: ["src/**/tests/*.test.ts"] },
});
