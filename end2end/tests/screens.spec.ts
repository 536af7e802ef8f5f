/** Every page of the demo programme as each role sees it: opens without errors, fits, and axe finds nothing. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { onDemo } from "../walk/demo.ts";
import { signInByPassword } from "../walk/sign_in.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = join(import.meta.dirname, "..", "shots");

const test = onDemo.extend({
  // Colours that are on their way from light to dark are judged when they have arrived.
  contextOptions: { reducedMotion: "reduce" },
});

const ROLES: Record<string, { email?: string; pages: string[] }> = {
  nobody: { pages: ["/sign-in", "/sign-in?password=1", "/sign-in/unknown?why=domain", "/sign-in/unknown?why=taken", "/verify", "/verify/AAAA-AAAA-AAAA-AAAA"] },
  partner: {
    email: "ana@northwind.example",
    pages: ["/", "/search", "/search?q=n", "/deals", "/deals?sort=-amount&state=won", "/views/deals?state=won", "/deals/new", "/deals >", "/learning", "/learning >", "/certifications", "/certifications >", "/certificates", "/learning/team", "/assets", "/assets >", "/shares", "/organisation", "/account", "/people/invite", "/nothing"],
  },
  approver: { email: "petra@vendor.example", pages: ["/", "/search?q=ke", "/deals/queue", "/deals/queue >", "/deals", "/accounts", "/accounts/new", "/accounts/families"] },
  manager: { email: "carl@vendor.example", pages: ["/", "/deals/queue", "/partners", "/partners >", "/learning/team", "/learning/team >", "/learning/requirements"] },
  marketing: { email: "mia@vendor.example", pages: ["/", "/assets/manage", "/assets/manage/new", "/assets/manage >", "/assets/manage > zones", "/assets/manage/collections", "/assets/manage/collections/new"] },
  education: { email: "elif@vendor.example", pages: ["/", "/learning/manage", "/learning/manage/new", "/learning/manage >", "/certifications", "/certifications/manage", "/certifications/manage/new", "/certifications/manage >", "/certifications/manage > edit"] },
  administrator: { email: "ada@vendor.example", pages: ["/", "/partners", "/partners/new", "/partners > edit", "/people", "/people/invite", "/look", "/look/words", "/operate"] },
};

/** `/list >` is the first record of a list, `/list > zones` a page below it. */
async function open(page: Page, path: string): Promise<void> {
  const [list, below] = path.split(" >");
  await page.goto(list ?? path);
  if (below === undefined) return;
  await page.locator("main :is(.row-link, .tile-link)").first().click();
  await page.waitForURL((url) => url.pathname !== list);
  if (below.trim()) await page.goto(`${page.url().split("?")[0]}/${below.trim()}`);
}

async function judge(page: Page, name: string): Promise<void> {
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

for (const [role, { email, pages }] of Object.entries(ROLES)) {
  test(`the pages of the ${role} open, fit and are accessible`, async ({ page }, info) => {
    test.setTimeout(180_000);
    mkdirSync(folder, { recursive: true });
    const errors: string[] = [];
    page.on("console", (message) => {
      // A page that isn't there answers 404, which the browser tells too.
      if (message.type() === "error" && !/404/.test(message.text())) errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(String(error)));
    if (email) await signInByPassword(page, email);
    for (const path of pages) {
      const name = `${role}${path.replace(/[ >/?=]+/g, "-")}-${info.project.name}`;
      await open(page, path);
      await judge(page, name);
      await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
      await page.emulateMedia({ colorScheme: "dark" });
      await judge(page, `${name}-dark`);
      await page.screenshot({ path: join(folder, `${name}-dark.png`), fullPage: true });
      await page.emulateMedia({ colorScheme: "light" });
      expect.soft(errors.splice(0), name).toEqual([]);
    }
  });
}

for (const [role, { email, pages }] of Object.entries(ROLES)) {
  test(`the pages of the ${role} hold from right to left at 320 px, with large text and with forced colours @desktop`, async ({ page, context, baseURL }) => {
    test.setTimeout(180_000);
    if (email) await signInByPassword(page, email);
    await context.addCookies([{ name: "language", value: "ar", url: baseURL! }]);
    for (const path of pages) {
      await page.setViewportSize({ width: 320, height: 640 });
      await open(page, path);
      await expect.soft(page.locator("html")).toHaveAttribute("dir", "rtl");
      await judge(page, `${role} ${path} from right to left`);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
      await page.emulateMedia({ forcedColors: "active" });
      await judge(page, `${role} ${path} in large text and forced colours`);
      await page.emulateMedia({ forcedColors: "none" });
    }
  });
}
