/** Tests on a demo programme that sends its mail to a real server. */
import { test as base } from "@playwright/test";
import { MailServer } from "./mail.ts";
import { Portal } from "./portal.ts";

export const onMailing = base.extend<object, { post: MailServer; portal: Portal }>({
  post: [
    async ({}, use) => {
      const post = await MailServer.start();
      await use(post);
      post.stop();
    },
    { scope: "worker" },
  ],
  portal: [
    async ({ post }, use) => {
      const portal = await Portal.start({ demo: true, smtp: post.smtp });
      await use(portal);
      await portal.stop();
    },
    { scope: "worker" },
  ],
});
