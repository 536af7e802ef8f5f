/** Every page of the demo programme as each role sees it: opens without errors, fits, and axe finds nothing. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { onDemo } from "../walk/demo.ts";
import { faultsOf } from "../walk/faults.ts";
import { judge, look } from "../walk/judge.ts";
import { ELSEWHERE, ROLES, named, open, way } from "../walk/screens.ts";
import { signInByPassword } from "../walk/sign_in.ts";

const test = onDemo.extend({
  // Colours that are on their way from light to dark are judged when they have arrived.
  contextOptions: { reducedMotion: "reduce" },
  actionTimeout: 15_000,
});

test("every page of the portal is looked at @desktop", () => {
  const table = readFileSync(join(import.meta.dirname, "../../app/src/pages.rs"), "utf8").split("#[cfg(test)]")[0] ?? "";
  const known = [...table.matchAll(/\(\s*"(\/[^"]*)",/g)].map(([, path]) => path ?? "");
  expect(known.length).toBeGreaterThan(60);
  const seen = new Set([...ELSEWHERE, ...Object.values(ROLES).flatMap(({ pages }) => pages.map(named))]);
  expect(known.filter((path) => !seen.has(path))).toEqual([]);
  expect([...seen].filter((path) => !known.includes(path))).toEqual([]);
});

for (const [role, { email, pages }] of Object.entries(ROLES)) {
  test(`the pages of the ${role} open, fit and are accessible`, async ({ page, context, baseURL }, info) => {
    test.setTimeout(400_000);
    // A page that isn't there answers 404, which the browser tells too.
    const errors = faultsOf(page, /404/);
    if (email) await signInByPassword(page, email);
    // The longest words on the narrowest screen.
    if (info.project.name === "phone") await context.addCookies([{ name: "language", value: "de", url: baseURL! }]);
    for (const seen of pages) {
      const name = `${role}${way(seen).replace(/[ >/?=~^()!$]+/g, "-")}-${info.project.name}`;
      await open(page, seen);
      await look(page, name);
      expect.soft(errors.splice(0), name).toEqual([]);
    }
  });
}

for (const [role, { email, pages }] of Object.entries(ROLES)) {
  test(`the pages of the ${role} hold from right to left at 320 px, with large text and with forced colours @desktop`, async ({ page, context, baseURL }) => {
    test.setTimeout(400_000);
    if (email) await signInByPassword(page, email);
    await context.addCookies([{ name: "language", value: "ar", url: baseURL! }]);
    for (const seen of pages) {
      await page.setViewportSize({ width: 320, height: 640 });
      await open(page, seen);
      await expect.soft(page.locator("html")).toHaveAttribute("dir", "rtl");
      await judge(page, `${role} ${named(seen)} from right to left`);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
      await page.emulateMedia({ forcedColors: "active" });
      await judge(page, `${role} ${named(seen)} in large text and forced colours`);
      await page.emulateMedia({ forcedColors: "none" });
    }
  });
}
