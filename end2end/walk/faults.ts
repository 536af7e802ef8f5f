/** What a page's console and scripts complain of. */
import type { Page } from "@playwright/test";

/** Of an animation between documents that Chromium gave up; nothing of the page's own. */
const ANIMATION = /Transition was aborted/;

/** The complaints from now on; `but` are expected. */
export function faultsOf(page: Page, but: RegExp = ANIMATION): string[] {
  const faults: string[] = [];
  const note = (text: string) => ANIMATION.test(text) || but.test(text) || faults.push(text);
  page.on("console", (message) => message.type() === "error" && note(message.text()));
  page.on("pageerror", (error) => note(String(error)));
  return faults;
}
