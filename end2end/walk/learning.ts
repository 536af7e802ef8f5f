/** Learning, as people do it: staff writes a course, a partner's person takes it and opens the certificate. */
import { expect, type Page } from "@playwright/test";
import { follow } from "./follow.ts";

export interface Question {
  wording: string;
  /** The choices in order; those that start with `*` are right. */
  choices: string[];
}

export interface Course {
  title: string;
  summary: string;
  /** Title and Markdown of each lesson. */
  lessons: { title: string; body: string }[];
  questions: Question[];
  passMark?: number;
}

const isRight = (choice: string) => choice.startsWith("*");
const words = (choice: string) => choice.replace(/^\*/, "");

/** Writes a course from nothing and publishes it. Signed in as education staff. */
export async function writeCourse(page: Page, course: Course): Promise<void> {
  await page.goto("/learning/manage/new");
  await page.getByLabel("Title").fill(course.title);
  await page.getByLabel("Summary").fill(course.summary);
  await page.getByLabel("Topic").selectOption("sales");
  await page.getByLabel("Minutes it takes").fill("20");
  await page.getByLabel("Pass mark in percent").fill(String(course.passMark ?? 75));
  await page.getByRole("button", { name: "Save and go on to the lessons" }).click();
  await expect(page.getByRole("heading", { level: 1, name: course.title })).toBeVisible();
  for (const lesson of course.lessons) {
    await page.getByRole("link", { name: "Add lesson" }).click();
    await page.getByLabel("Title").fill(lesson.title);
    await page.getByLabel("Text", { exact: true }).fill(lesson.body);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("link", { name: lesson.title, exact: true })).toBeVisible();
  }
  for (const question of course.questions) {
    await page.getByRole("link", { name: "Add question" }).click();
    await page.getByLabel("Question", { exact: true }).fill(question.wording);
    const several = question.choices.filter(isRight).length > 1;
    await page.getByRole("radio", { name: several ? "One or more are right" : "One is right" }).check();
    for (const [index, choice] of question.choices.entries()) {
      const line = new RegExp(`^Choice ${index + 1}`);
      await page.getByRole("textbox", { name: line }).fill(words(choice));
      if (isRight(choice)) await page.getByRole("checkbox", { name: line }).check();
    }
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("link", { name: question.wording, exact: true })).toBeVisible();
  }
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Retire" })).toBeVisible();
}

/** Finds the course in the catalogue, reads every lesson and passes the quiz. Signed in as a partner's person. */
export async function takeCourse(page: Page, course: Course): Promise<void> {
  await page.goto("/learning");
  await page.getByLabel("Search courses").fill(course.title);
  await page.getByRole("button", { name: "Find" }).click();
  await follow(page, page.getByRole("main").getByRole("link", { name: course.title }), course.title);
  await page.getByRole("button", { name: "Start the course" }).click();
  for (const lesson of course.lessons) {
    await expect(page.getByRole("heading", { level: 1, name: lesson.title })).toBeVisible();
    await page.getByRole("button", { name: "Read, go on" }).click();
  }
  await page.getByRole("link", { name: "Take the quiz" }).click();
  await page.getByRole("button", { name: "Start the quiz" }).click();
  for (const question of course.questions) {
    for (const choice of question.choices.filter(isRight)) {
      const role = question.choices.filter(isRight).length > 1 ? "group" : "radiogroup";
      const box = page.getByRole(role, { name: question.wording });
      await box.getByLabel(words(choice), { exact: true }).check();
    }
  }
  await page.getByRole("button", { name: "Send answers" }).click();
  await expect(page.getByRole("heading", { name: "Passed", exact: true })).toBeVisible();
}

/** From the result: fetches the certificate's PDF and opens its public page. Answers the PDF and the number. */
export async function openCertificate(page: Page): Promise<{ pdf: Buffer; number: string }> {
  const href = await page.getByRole("link", { name: "PDF" }).first().getAttribute("href");
  const answer = await page.request.get(href ?? "");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toBe("application/pdf");
  const pdf = await answer.body();
  await page.getByRole("link", { name: "Public page" }).click();
  await expect(page.getByText("This certificate is valid")).toBeVisible();
  const number = decodeURIComponent(page.url().split("/").pop() ?? "");
  await expect(page.getByText(number)).toBeVisible();
  return { pdf, number };
}

/** Writes a certification of published courses and publishes it. Signed in as education staff. */
export async function writeCertification(page: Page, one: { title: string; summary: string; courses: string[] }): Promise<void> {
  await page.goto("/certifications/manage/new");
  await page.getByLabel("Title").fill(one.title);
  await page.getByLabel("Summary").fill(one.summary);
  await page.getByRole("button", { name: "Save and go on to the path" }).click();
  await expect(page.getByRole("heading", { level: 1, name: one.title })).toBeVisible();
  for (const course of one.courses) {
    await page.getByLabel("Add a course").selectOption(course);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("main").getByRole("link", { name: course, exact: true })).toBeVisible();
  }
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("button", { name: "Retire" })).toBeVisible();
}
