/** The portal as the README shows it: the demo programme, at a desk and on a phone. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { alive } from "../walk/alive.ts";
import { onDemo } from "../walk/demo.ts";
import { follow } from "../walk/follow.ts";
import { open, type Seen } from "../walk/screens.ts";
import { signInByPassword } from "../walk/sign_in.ts";

const folder = join(import.meta.dirname, "../../docs/pictures");

const test = onDemo.extend({ contextOptions: { reducedMotion: "reduce" } });

/** To the record of this customer. */
const to = (customer: string) => async (page: Page): Promise<void> => {
  await follow(page, page.getByRole("main").getByRole("link", { name: customer, exact: true }), customer);
  await page.waitForLoadState("networkidle");
};

/** To a case that somebody else claims too. */
async function toConflict(page: Page): Promise<void> {
  await page.locator(".inbox-item").filter({ hasText: /Kestrel Aerospace(?! GmbH)/ }).click();
  await page.locator("#part-title").filter({ hasText: /^Kestrel Aerospace$/ }).waitFor();
  await page.waitForLoadState("networkidle");
}

interface Scene {
  name: string;
  who: string;
  seen: Seen;
  dark?: boolean;
  language?: string;
  /** What is done there before. */
  then?: (page: Page) => Promise<void>;
}

/** A customer that the partner has claimed before, for what it claimed. */
async function claimAgain(page: Page): Promise<void> {
  await page.getByLabel("Customer name").fill("Kestrel Aerospace");
  await page.getByLabel("Website or domain").fill("kestrel-aero.example");
  const families = page.getByRole("group", { name: "Product families" });
  await families.getByLabel("Storage arrays").check();
  await page.getByText("Possible conflict").first().waitFor();
  await families.scrollIntoViewIfNeeded();
}

const AT_A_DESK: Scene[] = [
  { name: "home", who: "ana@northwind.example", seen: "/" },
  { name: "programme", who: "carl@vendor.example", seen: "/" },
  { name: "decision", who: "petra@vendor.example", seen: "/deals/queue", then: to("Kestrel Aerospace") },
  { name: "inbox", who: "petra@vendor.example", seen: "/deals/inbox", then: toConflict },
  { name: "board", who: "petra@vendor.example", seen: "/deals/board" },
  { name: "timeline", who: "ana@northwind.example", seen: "/deals", then: to("Tallinn City Hospital") },
  { name: "zones", who: "mia@vendor.example", seen: ["/assets/manage/{id}/zones", "/assets/manage > > zones"], dark: true },
];

const ON_A_PHONE: Scene[] = [
  { name: "phone-deals", who: "ana@northwind.example", seen: "/deals" },
  { name: "phone-conflict", who: "ana@northwind.example", seen: "/deals/new", then: claimAgain },
  { name: "phone-learning", who: "ana@northwind.example", seen: ["/learning/{course}", "/learning >"], dark: true },
  { name: "phone-arabic", who: "ana@northwind.example", seen: "/", language: "ar" },
];

async function picture(page: Page, origin: string, { name, who, seen, dark, language, then }: Scene): Promise<void> {
  await signInByPassword(page, who);
  if (language) await page.context().addCookies([{ name: "language", value: language, url: origin }]);
  if (dark) await page.emulateMedia({ colorScheme: "dark" });
  await open(page, seen);
  await alive(page);
  await page.waitForLoadState("networkidle");
  await then?.(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

for (const scene of AT_A_DESK) {
  test(`${scene.name} at a desk`, async ({ page, baseURL }) => picture(page, baseURL ?? "", scene));
}
for (const scene of ON_A_PHONE) {
  test(`${scene.name} @phone`, async ({ page, baseURL }) => picture(page, baseURL ?? "", scene));
}
