/** The pages of the portal as each role comes to them. */
import { expect, type Page } from "@playwright/test";

/** A page as the portal's table has it and the way there; where no way is said, the page is its own. */
export type Seen = string | [page: string, way: string];

/** What each role is shown, all routes of the portal together. */
export const ROLES: Record<string, { email?: string; pages: Seen[] }> = {
  nobody: {
    pages: [
      "/sign-in", "/sign-in?password=1", "/sign-in/unknown?why=domain", "/sign-in/unknown?why=taken", "/sign-in/forgotten",
      ["/sign-in/new-password/{token}", "/sign-in/new-password/0000"], ["/join/{token}", "/join/0000"], ["/s/{token}", "/s/0000"], ["/act/{token}", "/act/0000"],
      "/verify", ["/verify/{number}", "/verify/AAAA-AAAA-AAAA-AAAA"],
    ],
  },
  partner: {
    email: "ana@northwind.example",
    pages: [
      "/", "/search", "/search?q=n", "/deals", "/deals?sort=-amount&state=won", ["/views/{list}", "/views/deals?state=won"],
      "/deals/new", ["/deals/{id}", "/deals >"], "/deals/board", "/deals/calendar", "/deals/pipeline", "/deals/joint",
      "/learning", ["/learning/{course}", "/learning >"], ["/learning/{course}/lessons/{lesson}", "/learning > > ~/lessons/"],
      "/learning/team", "/certifications", ["/certifications/{id}", "/certifications >"], "/certificates",
      "/assets", ["/assets/{id}", "/assets > ~^/assets/as_"], ["/assets/collections/{id}", "/assets > ~^/assets/collections/"], "/shares",
      "/announcements", ["/announcements/{id}", "/announcements > ~^/announcements/"], "/notices", "/account", "/account/notices",
      "/organisation", "/renewals?within=90", "/people", "/people/invite", ["/{*any}", "/nothing"],
    ],
  },
  approver: {
    email: "petra@vendor.example",
    pages: ["/", "/search?q=ke", "/deals/inbox", ["/deals/inbox", "/deals/inbox > ~case="], "/deals/queue", ["/deals/{id}", "/deals/queue >"], ["/deals/{id}/partners", "/deals/queue > > partners"], ["/history/{sort}/{id}", "/deals/queue > > ~^/history/deals/"], "/deals", "/deals/board", "/deals/calendar", "/deals/pipeline", "/deals/several", "/accounts", "/accounts/new", ["/accounts/{id}", "/accounts >"], ["/accounts/{id}/edit", "/accounts > > edit"], ["/accounts/{id}/partners", "/accounts > > partners"], ["/accounts/{id}/installs/new", "/accounts > > installs/new"], ["/accounts/{id}/installs/{install}", "/accounts?q=Brightwater > > ~/installs/ib_"], "/renewals", "/accounts/duplicates", "/accounts/families", "/accounts/import", "/notices"],
  },
  manager: {
    email: "carl@vendor.example",
    pages: ["/", "/deals/queue", "/partners", ["/partners/{id}", "/partners >"], "/programmes", "/programmes/new", ["/programmes/{id}", "/programmes >"], ["/history/{sort}/{id}", "/programmes > > ~^/history/programmes/"], "/learning/requirements", "/learning/team", ["/learning/team/{partner}", "/learning/team > ~^/learning/team/"]],
  },
  marketing: {
    email: "mia@vendor.example",
    pages: [
      "/", "/assets/manage", "/assets/manage/new", ["/assets/manage/{id}", "/assets/manage >"], ["/assets/manage/{id}/zones", "/assets/manage > > zones"],
      "/assets/manage/collections", "/assets/manage/collections/new", ["/assets/manage/collections/{id}", "/assets/manage/collections >"],
      "/announcements/manage", "/announcements/manage/new", ["/announcements/manage/{id}", "/announcements/manage >"],
    ],
  },
  education: {
    email: "elif@vendor.example",
    pages: [
      "/", "/learning/manage", "/learning/manage/new", ["/learning/manage/{course}", "/learning/manage >"], ["/learning/manage/{course}/edit", "/learning/manage > > edit"],
      ["/learning/manage/{course}/lessons/new", "/learning/manage > > lessons/new"], ["/learning/manage/{course}/lessons/{lesson}", "/learning/manage > > ~/lessons/(?!new)"],
      ["/learning/manage/{course}/questions/new", "/learning/manage > > questions/new"], ["/learning/manage/{course}/questions/{question}", "/learning/manage > > ~/questions/(?!new)"],
      "/certifications", "/certifications/manage", "/certifications/manage/new", ["/certifications/manage/{id}", "/certifications/manage >"], ["/certifications/manage/{id}/edit", "/certifications/manage > > edit"],
    ],
  },
  administrator: {
    email: "ada@vendor.example",
    pages: ["/", "/partners", "/partners/new", "/partners/import", ["/partners/{id}/edit", "/partners > > edit"], "/people", "/people/invite", "/look", "/look/words", "/operate"],
  },
};

/** What is looked at by the walk that makes it (`keyboard.spec.ts`, `imports.spec.ts`, `accounts.spec.ts`, `accounts-import.spec.ts`). */
export const ELSEWHERE = ["/deals/{id}/edit", "/partners/import/{id}", "/accounts/import/{id}", "/accounts/{id}/merge/{other}", "/learning/{course}/quiz", "/learning/{course}/results/{attempt}"];

/** Which page of the portal's table it is. */
export const named = (seen: Seen): string => (typeof seen === "string" ? (seen.split("?")[0] ?? seen) : seen[0]);

/** How one comes there. */
export const way = (seen: Seen): string => (typeof seen === "string" ? seen : seen[1]);

/** Where the ways of this portal ended, so that each is gone once. */
const known = new Map<string, string>();

/** Goes there: `/list >` is the first record of a list, `… > zones` a page below, `… > ~pattern` the first link like that. */
export async function open(page: Page, seen: Seen): Promise<void> {
  await go(page, way(seen));
  await page.waitForLoadState("networkidle");
  const pattern = named(seen).replace(/\{\*\w+\}/, ".*").replace(/\{\w+\}/g, "[^/]+");
  expect(new URL(page.url()).pathname).toMatch(new RegExp(`^${pattern}$`));
}

async function go(page: Page, way: string): Promise<void> {
  const cut = way.lastIndexOf(" >");
  if (cut < 0) return void (await page.goto(way));
  const step = way.slice(cut + 2).trim();
  const end = (): string => `${new URL(page.url()).origin} ${way}`;
  const before = known.get(end());
  if (before) return void (await page.goto(before));
  await go(page, way.slice(0, cut));
  if (step.startsWith("~")) await page.goto(await linkLike(page, step.slice(1)));
  else if (step) await page.goto(`${page.url().split("?")[0]}/${step}`);
  else {
    const here = page.url();
    await page.locator("main :is(.row-link, .tile-link)").first().click();
    await page.waitForURL((url) => url.href !== here);
  }
  known.set(end(), page.url());
}

async function linkLike(page: Page, pattern: string): Promise<string> {
  const links = page.locator("main a[href]");
  await links.first().waitFor();
  const all = await links.evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  const found = all.find((href) => new RegExp(pattern).test(href));
  if (!found) throw new Error(`no link like ${pattern} on ${page.url()}: ${all}`);
  return found;
}
