/** Deals, as people do it: a partner registers, an approver decides, the partner sees it. */
import { expect, type Page } from "@playwright/test";
import { follow } from "./follow.ts";

export interface Deal {
  customer: string;
  domain: string;
  family: string;
  amount: string;
}

/** Adds a product family. Signed in as an administrator. */
export async function addFamily(page: Page, name: string): Promise<void> {
  await page.goto("/accounts/families");
  await page.getByLabel("Family").fill(name);
  await page.getByRole("button", { name: "Add family" }).click();
  await expect(page.getByRole("cell", { name })).toBeVisible();
}

/** Registers a deal. Signed in as a partner's person. */
export async function registerDeal(page: Page, deal: Deal): Promise<void> {
  await page.goto("/deals/new");
  await page.getByLabel("Customer name").fill(deal.customer);
  await page.getByLabel("Website or domain").fill(deal.domain);
  await page.getByLabel("Country").selectOption("DE");
  await page.getByRole("checkbox", { name: deal.family }).check();
  await page.getByLabel("Amount").fill(deal.amount);
  await page.getByLabel("Expected close").fill("2099-01-31");
  await page.getByLabel("What the customer needs").fill("Storage for a new plant; we ran a trial in October.");
  await page.getByLabel("Contact name").fill("Jo Doe");
  await page.getByLabel("Contact e-mail").fill(`jo@${deal.domain}`);
  await page.getByRole("button", { name: "Submit deal" }).click();
  await expect(page.getByRole("heading", { level: 1, name: deal.customer })).toBeVisible();
  await expect(page.getByText(/You get an answer by/)).toBeVisible();
}

/** Takes the deal out of the queue and approves it with a new account. Signed in as an approver. */
export async function approveDeal(page: Page, deal: Deal): Promise<void> {
  await page.goto("/deals/queue");
  // In the list: the frame may be telling the same news by a link at this moment.
  await follow(page, page.getByRole("main").getByRole("link", { name: deal.customer }), deal.customer);
  await page.getByRole("button", { name: "Start review" }).click();
  await expect(page.getByText("started the review")).toBeVisible();
  await page.getByRole("button", { name: "Approve deal" }).click();
  await expect(page.getByText("approved the deal")).toBeVisible();
}

/** Sees the approval and how long it protects. Signed in as the partner's person. */
export async function seeApproved(page: Page, deal: Deal): Promise<void> {
  await page.goto("/deals");
  // In the list: the frame may be telling the same news by a link at this moment.
  await follow(page, page.getByRole("main").getByRole("link", { name: deal.customer }), deal.customer);
  await expect(page.getByText(/Protected until/)).toBeVisible();
  await expect(page.getByText("approved the deal")).toBeVisible();
}
