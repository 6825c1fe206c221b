/** The field app starts here. */

import "../../src/tongzhou/web/static/web/tokens.css";
import "../../src/tongzhou/web/static/web/base.css";
import "../../src/tongzhou/web/static/web/components.css";
import "./app/app.css";
import { createApp } from "vue";
import App from "./app/App.vue";
import { dress } from "./app/words";

dress();
createApp(App).mount("#app");
if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" });
// Ask the browser not to clear the outbox when room runs short.
void navigator.storage?.persist?.();
