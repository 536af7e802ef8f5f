/**
 * The portal's main job from an empty portal: staff writes a course and places the zones of a sheet, a partner's person
 * comes by single sign-on, is certified, takes the sheet with the own brand, registers a deal and sees it approved. On
 * both engines, on a desk and on a phone, with scripts and without.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inFolder } from "node:path";
import { expect, test, type Browser, type Page } from "@playwright/test";
import { takeCollateral, uploadCollateral } from "../walk/assets.ts";
import { addFamily, approveDeal, registerDeal, seeApproved } from "../walk/deals.ts";
import { openCertificate, takeCourse, writeCourse } from "../walk/learning.ts";
import { invite, makePartner, setBrand } from "../walk/partners.ts";
import { waitsUntilAlive } from "../walk/alive.ts";
import { Portal } from "../walk/portal.ts";
import { logo, pdf } from "../walk/samples.ts";
import { join, signInBySso, signOut } from "../walk/sign_in.ts";

const PASSWORD = "a few words nobody guesses";

const course = {
  title: "First steps with storage",
  summary: "What to ask, and what to offer.",
  lessons: [
    { title: "Asking", body: "# Ask\n\nAsk for the **last restore**. <script>alert(1)</script>" },
    { title: "Offering", body: "Offer a range, then a trial." },
  ],
  questions: [
    { wording: "What do you ask for first?", choices: ["The last invoice", "*The last restore", "The weather"] },
    { wording: "What belongs into a sizing?", choices: ["*Used capacity", "*Growth", "The colour"] },
  ],
};

const sheet = {
  title: "Storage at a glance",
  pdf: pdf("Storage at a glance"),
  zones: [
    { kind: "Logo" as const, x: 40, y: 700, width: 120, height: 60 },
    { kind: "Partner name" as const, x: 300, y: 700, width: 250, height: 24 },
    { kind: "Contact" as const, x: 300, y: 730, width: 250, height: 60 },
  ],
};

const deal = { customer: "Kestrel Aerospace GmbH", domain: "kestrel.example", family: "Storage arrays", amount: "12.500,00" };

const vendor = {
  key: "vendor",
  name: "Staff sign-in",
  organisation: "vendor",
  role: "channel_manager",
  domains: ["vendor.example"],
  people: [{ sub: "v1", email: "nora@vendor.example", name: "Nora Berg" }],
};
const partner = {
  key: "northwind",
  name: "Northwind sign-in",
  organisation: "Northwind",
  role: "partner_user",
  domains: ["northwind.example"],
  people: [{ sub: "n1", email: "clara@northwind.example", name: "Clara Reis" }],
};

/** A person at a browser of their own. */
async function at(browser: Browser, portal: Portal, scripts: boolean): Promise<Page> {
  const { viewport, userAgent, hasTouch, isMobile, deviceScaleFactor } = test.info().project.use;
  const context = await browser.newContext({
    baseURL: portal.origin,
    javaScriptEnabled: scripts,
    locale: "en-GB",
    viewport,
    userAgent,
    hasTouch,
    isMobile,
    deviceScaleFactor,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  if (scripts) waitsUntilAlive(page);
  return page;
}

async function walk(browser: Browser, portal: Portal, scripts: boolean): Promise<void> {
  const person = () => at(browser, portal, scripts);

  const admin = await person();
  await join(admin, portal.firstLink, { name: "Ada Admin", email: "ada@vendor.example", password: PASSWORD });
  await makePartner(admin, { name: "Northwind", domain: "northwind.example" });
  await makePartner(admin, { name: "Rival", domain: "rival.example" });
  await addFamily(admin, deal.family);
  const invited = async (email: string, role: string, name: string, organisation?: string): Promise<Page> => {
    const link = await invite(admin, { email, role, organisation });
    const page = await person();
    await join(page, link, { name, password: PASSWORD });
    return page;
  };

  const owner = await invited("olga@northwind.example", "Partner administrator", "Olga Owner", "Northwind");
  await setBrand(owner, { logo, contact: "Northwind sales team", email: "sales@northwind.example" });

  const education = await invited("elif@vendor.example", "Education", "Elif Education");
  await writeCourse(education, course);
  const marketing = await invited("mia@vendor.example", "Marketing", "Mia Marketing");
  await uploadCollateral(marketing, sheet);

  const clara = await person();
  await signInBySso(clara, "clara@northwind.example");
  await expect(clara.getByRole("heading", { level: 1 })).toContainText("Clara Reis");

  await takeCourse(clara, course);
  const certificate = await openCertificate(clara);
  expect(textOf(certificate.pdf)).toContain("Clara Reis");

  const taken = textOf(await takeCollateral(clara, sheet.title));
  for (const line of ["Storage at a glance", "Northwind", "Northwind sales team", "sales@northwind.example"]) {
    expect(taken).toContain(line);
  }

  await registerDeal(clara, deal);
  const rival = await invited("rita@rival.example", "Partner user", "Rita Rival", "Rival");
  const secret = await rival.request.get(new URL(clara.url()).pathname, { headers: { accept: "text/html" } });
  expect(secret.status()).toBe(404);
  expect(await secret.text()).not.toContain(deal.customer);

  const approver = await invited("petra@vendor.example", "Approver", "Petra Approver");
  await approveDeal(approver, deal);
  await seeApproved(clara, deal);

  await signOut(clara);
  await clara.goto("/deals");
  await expect(clara).toHaveURL(/\/sign-in/);
}

/** The text of a PDF as another program reads it. */
function textOf(file: Buffer): string {
  const path = inFolder(mkdtempSync(inFolder(tmpdir(), "tandem-pdf-")), "taken.pdf");
  writeFileSync(path, file);
  return execFileSync("pdftotext", [path, "-"], { encoding: "utf8" });
}

/** Each engine with scripts and without, each also on a desk and on a phone, without every combination of the three. */
const COMBINATIONS: Record<string, ["sqlite" | "postgres", boolean][]> = {
  desktop: [["sqlite", true], ["postgres", false]],
  phone: [["postgres", true], ["sqlite", false]],
};

for (const [project, combinations] of Object.entries(COMBINATIONS)) {
  for (const [engine, scripts] of combinations) {
    test(`the main job on ${engine}, ${scripts ? "with" : "without"} scripts @${project}`, async ({ browser }) => {
      test.setTimeout(240_000);
      const portal = await Portal.start({ engine, connections: [vendor, partner], provider: "certified" });
      try {
        await walk(browser, portal, scripts);
      } finally {
        await portal.stop();
      }
    });
  }
}
