/** Tests on the demo programme: each test file has a portal with it, so that none meets what another has changed. */
import { test as base } from "@playwright/test";
import { Portal } from "./portal.ts";

/** The portal of the file whose tests run now. */
class Current {
  private file = "";
  private portal?: Portal;

  async of(file: string): Promise<Portal> {
    if (this.portal && this.file === file) return this.portal;
    await this.stop();
    this.file = file;
    return (this.portal = await Portal.start({ demo: true }));
  }

  async stop(): Promise<void> {
    await this.portal?.stop();
    this.portal = undefined;
  }
}

export const onDemo = base.extend<{ portal: Portal }, { current: Current }>({
  current: [
    async ({}, use) => {
      const current = new Current();
      await use(current);
      await current.stop();
    },
    { scope: "worker" },
  ],
  portal: async ({ current }, use, { file }) => use(await current.of(file)),
  baseURL: async ({ portal }, use) => use(portal.origin),
});
