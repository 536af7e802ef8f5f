/** Whether a page fits and is accessible. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Nothing sticks out sideways, and axe finds nothing; what is found does not end the walk. */
export async function judge(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(width, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  await page.evaluate(axe);
  const faults = await page.evaluate(async () => {
    const { violations } = await (window as any).axe.run(document, { resultTypes: ["violations"] });
    return violations.map((one: any) => `${one.id}: ${one.nodes.map((node: any) => node.html).slice(0, 3).join(" | ")}`);
  });
  expect.soft(faults, `axe on ${name}`).toEqual([]);
}
