/** Somebody in a browser of their own, of the size and kind that the test runs on. */
import { test, type Browser, type Page } from "@playwright/test";
import { waitsUntilAlive } from "./alive.ts";
import { signInByPassword } from "./sign_in.ts";

export async function person(browser: Browser, origin: string | undefined, email: string, scripts: boolean): Promise<Page> {
  const { viewport, userAgent, hasTouch, isMobile } = test.info().project.use;
  const page = await (
    await browser.newContext({
      baseURL: origin, javaScriptEnabled: scripts, locale: "en-GB", viewport, userAgent, hasTouch, isMobile,
      reducedMotion: "reduce",
    })
  ).newPage();
  if (scripts) waitsUntilAlive(page);
  await signInByPassword(page, email);
  return page;
}
