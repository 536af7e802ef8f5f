/** The portal as the README shows it: the demo programme, at a desk and on a phone. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { alive } from "../walk/alive.ts";
import { onDemo } from "../walk/demo.ts";
import { open, type Seen } from "../walk/screens.ts";
import { signInByPassword } from "../walk/sign_in.ts";

const folder = join(import.meta.dirname, "../../docs/pictures");

const test = onDemo.extend({ contextOptions: { reducedMotion: "reduce" } });

interface Scene {
  name: string;
  who: string;
  seen: Seen;
  dark?: boolean;
  language?: string;
}

const AT_A_DESK: Scene[] = [
  { name: "home", who: "ana@northwind.example", seen: "/" },
  { name: "programme", who: "carl@vendor.example", seen: "/" },
  { name: "decision", who: "petra@vendor.example", seen: ["/deals/{id}", "/deals/queue >"] },
  { name: "zones", who: "mia@vendor.example", seen: ["/assets/manage/{id}/zones", "/assets/manage > > zones"], dark: true },
];

const ON_A_PHONE: Scene[] = [
  { name: "phone-deals", who: "ana@northwind.example", seen: "/deals" },
  { name: "phone-learning", who: "ana@northwind.example", seen: ["/learning/{course}", "/learning >"], dark: true },
  { name: "phone-arabic", who: "ana@northwind.example", seen: "/", language: "ar" },
];

async function picture(page: Page, origin: string, { name, who, seen, dark, language }: Scene): Promise<void> {
  await signInByPassword(page, who);
  if (language) await page.context().addCookies([{ name: "language", value: language, url: origin }]);
  if (dark) await page.emulateMedia({ colorScheme: "dark" });
  await open(page, seen);
  await alive(page);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

for (const scene of AT_A_DESK) {
  test(`${scene.name} at a desk`, async ({ page, baseURL }) => picture(page, baseURL ?? "", scene));
}
for (const scene of ON_A_PHONE) {
  test(`${scene.name} @phone`, async ({ page, baseURL }) => picture(page, baseURL ?? "", scene));
}
