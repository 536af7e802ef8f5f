/** Tests on the demo programme: each worker has a portal with it, and pages are opened there. */
import { test as base } from "@playwright/test";
import { Portal } from "./portal.ts";

export const onDemo = base.extend<object, { portal: Portal }>({
  portal: [
    async ({}, use) => {
      const portal = await Portal.start({ demo: true });
      await use(portal);
      await portal.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ portal }, use) => use(portal.origin),
});
