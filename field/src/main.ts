/** The field app starts here. */

import { createApp } from "vue";

createApp({ render: () => null }).mount("#app");
