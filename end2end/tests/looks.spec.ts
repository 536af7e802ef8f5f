/** The look that an administrator gives the portal, its languages, and what a phone keeps of it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import { alive } from "../walk/alive.ts";
import { onDemo } from "../walk/demo.ts";
import { Portal } from "../walk/portal.ts";
import { DEMO_PASSWORD, signInByPassword } from "../walk/sign_in.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const test = onDemo.extend({ contextOptions: { reducedMotion: "reduce" } });

async function unreadable(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { violations } = await (window as any).axe.run(document, { runOnly: ["color-contrast"], resultTypes: ["violations"] });
    return violations.flatMap((one: any) => one.nodes.map((node: any) => node.html));
  });
}

test("everything can be read in every colour, in the light and in the dark @desktop", async ({ page }) => {
  test.setTimeout(180_000);
  await signInByPassword(page, "petra@vendor.example");
  await page.goto("/deals/queue");
  await page.evaluate(axe);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (let hue = 0; hue < 360; hue += 15) {
      await page.evaluate((hue) => document.documentElement.style.setProperty("--brand-hue", String(hue)), hue);
      expect.soft(await unreadable(page), `hue ${hue}, ${colorScheme}`).toEqual([]);
    }
  }
});

test("an administrator gives the portal a name, a colour and own words @desktop", async ({ browser }) => {
  // A portal of its own: the others go by their names.
  const portal = await Portal.start({ demo: true });
  const page = await browser.newPage({ baseURL: portal.origin });
  await signInByPassword(page, "ada@vendor.example");
  await page.goto("/look");
  await alive(page);
  await page.getByLabel("Name", { exact: true }).fill("Acme Alliances");
  // A slider moves by the keyboard: to its beginning, and five steps on.
  await page.getByLabel("Colour").press("Home");
  for (let n = 0; n < 5; n += 1) await page.getByLabel("Colour").press("ArrowRight");
  const hue = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--brand-hue").trim());
  expect(await hue()).toBe("5");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".rail .mark-name").first()).toHaveText("Acme Alliances");
  expect(await hue()).toBe("5");

  await page.goto("/look/words");
  await page.getByLabel("Silver").fill("Bronze");
  await page.getByLabel("Deals", { exact: true }).fill("Opportunities");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("link", { name: "Opportunities" }).first()).toBeVisible();
  await page.goto("/partners");
  await expect(page.getByRole("main").getByRole("cell", { name: "Bronze" }).first()).toBeVisible();
  await page.close();
  await portal.stop();
});

test("a phone keeps public files and nobody's pages, and says when there is no network @desktop", async ({ page, context }) => {
  await signInByPassword(page, "ben@northwind.example");
  await page.goto("/deals");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await alive(page);
  const kept = await page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
    }
    return paths;
  });
  expect(kept.filter((path) => path !== "/offline.html" && !path.startsWith("/pkg/"))).toEqual([]);
  expect(kept.some((path) => path.endsWith(".wasm"))).toBe(true);
  await context.setOffline(true);
  await page.goto("/learning");
  await expect(page.getByRole("heading", { name: "No network" })).toBeVisible();
  await context.setOffline(false);
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page).toHaveURL(/\/learning$/);
  await alive(page);
});

test("somebody reads from right to left, on this device and on the next @desktop", async ({ page, browser, baseURL }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "العربية" }).click();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await page.getByRole("button", { name: "English" }).click();
  await signInByPassword(page, "ana@northwind.example");
  await page.goto("/account");
  await page.getByRole("button", { name: "العربية" }).click();
  await expect(page.locator("html[dir=rtl]")).toBeVisible();
  const elsewhere = await browser.newPage({ baseURL, locale: "en-GB" });
  await elsewhere.goto("/sign-in?password=1");
  await elsewhere.getByLabel("E-mail address").fill("ana@northwind.example");
  await elsewhere.getByLabel("Password").fill(DEMO_PASSWORD);
  await elsewhere.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(elsewhere.locator("html")).toHaveAttribute("lang", "ar");
  await elsewhere.close();
});
