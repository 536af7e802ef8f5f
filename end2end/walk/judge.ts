/** Whether a page fits and is accessible. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = join(import.meta.dirname, "..", "shots");

/** Nothing sticks out sideways, and axe finds nothing; what is found does not end the walk. */
export async function judge(page: Page, name: string): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(width, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const faults = await page.evaluate(async () => {
    const { violations } = await (window as any).axe.run(document, { resultTypes: ["violations"] });
    return violations.map((one: any) => `${one.id}: ${one.nodes.map((node: any) => node.html).slice(0, 3).join(" | ")}`);
  });
  expect.soft(faults, `axe on ${name}`).toEqual([]);
}

/**
 * Judges it in the light and in the dark, and keeps a picture of each where pictures are asked for (`TANDEM_PICTURES=1`).
 * On the phone the dark alone is judged unless somebody will look: the light is judged at 320 px by `screens.spec.ts`.
 */
export async function look(page: Page, name: string): Promise<void> {
  const pictures = Boolean(process.env.TANDEM_PICTURES);
  if (pictures) mkdirSync(folder, { recursive: true });
  const inTheLight = pictures || test.info().project.name !== "phone";
  for (const colorScheme of inTheLight ? (["light", "dark"] as const) : (["dark"] as const)) {
    await page.emulateMedia({ colorScheme });
    await judge(page, `${name}, ${colorScheme}`);
    if (pictures) await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
}
