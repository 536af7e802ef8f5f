/** Lessons with a film or a handout, and a quiz that is drawn from a bank and held against the clock. */
import { expect, type Page } from "@playwright/test";
import { onDemo as test } from "../walk/demo.ts";
import { alive } from "../walk/alive.ts";
import { follow } from "../walk/follow.ts";
import { signInByPassword } from "../walk/sign_in.ts";

const COURSE = "Sizing a storage rack";

async function openCourse(page: Page): Promise<void> {
  await page.goto("/learning");
  await follow(page, page.getByRole("main").getByRole("link", { name: COURSE }).first(), COURSE);
}

test("a film is watched with captions and counts, and a handout is leafed through @desktop", async ({ page, browser, portal }) => {
  test.setTimeout(120_000);
  await signInByPassword(page, "ben@northwind.example");
  await openCourse(page);
  await page.getByRole("button", { name: "Start the course" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Gross, net and usable" })).toBeVisible();
  const lesson = page.url();
  await page.goto(lesson);
  await alive(page);
  // Skipping is refused in words.
  await page.getByRole("button", { name: "Read, go on" }).click();
  await expect(page.getByText("Watch at least 90 % of the video first")).toBeVisible();
  const film = page.locator("video");
  const cues = await film.evaluate(async (video: HTMLVideoElement) => {
    const track = video.textTracks[0];
    track.mode = "showing";
    video.muted = true;
    video.playbackRate = 2;
    await video.play();
    await new Promise((resolve) => (video.onended = resolve));
    return track.cues?.length;
  });
  expect(cues).toBe(3);
  await expect(page.getByText("the lesson is done")).toBeVisible();
  await page.getByRole("button", { name: "Read, go on" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Growth and retention" })).toBeVisible();
  // The handout works as plain links, too.
  const plain = await browser.newContext({ baseURL: portal.origin, javaScriptEnabled: false });
  const other = await plain.newPage();
  await signInByPassword(other, "ben@northwind.example");
  await openCourse(other);
  await other.getByRole("link", { name: "Power, weight and air" }).click();
  await expect(other.getByRole("img", { name: "Page 1 of 2" })).toBeVisible();
  await other.getByRole("link", { name: "Next page" }).click();
  await expect(other.getByRole("img", { name: "Page 2 of 2" })).toBeVisible();
  await openCourse(other);
  await expect(other.getByRole("progressbar")).toHaveAccessibleName("2 of 3 lessons");
  await plain.close();
});

test("a quiz is started, counts down, keeps what was answered, and explains its grade @desktop", async ({ page }) => {
  // Has failed once, six days ago.
  await signInByPassword(page, "luis@lumen.example");
  await openCourse(page);
  await page.getByRole("link", { name: "Take the quiz" }).click();
  await expect(page.getByText("You have 15 minutes from the start.")).toBeVisible();
  await page.getByRole("button", { name: "Start the quiz" }).click();
  await expect(page.locator(".question")).toHaveCount(4);
  await page.reload();
  await alive(page);
  await expect(page.getByRole("timer")).toContainText(/1[45]:\d\d left/);
  const first = page.locator(".question").first();
  await first.getByRole("radio").or(first.getByRole("checkbox")).first().check();
  await page.getByRole("button", { name: "Send answers" }).click();
  await expect(page.locator(".error-summary")).toBeVisible();
  // What was answered is there on another device, in the same order.
  const wordings = await page.locator(".question .label").allTextContents();
  await page.reload();
  expect(await page.locator(".question .label").allTextContents()).toEqual(wordings);
  await expect(page.locator(".question").first().locator("input:checked")).toHaveCount(1);
  for (const question of await page.locator(".question").all()) {
    await question.getByRole("radio").or(question.getByRole("checkbox")).first().check();
  }
  await page.getByRole("button", { name: "Send answers" }).click();
  await expect(page.getByRole("heading", { name: "What was asked" })).toBeVisible();
  await expect(page.getByText("Your answer:")).toHaveCount(4);
});
