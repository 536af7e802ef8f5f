/** Hostile files (`end2end/hostile`), how they are sent, and whether anything in them runs. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type APIRequestContext, type BrowserContext, type Page } from "@playwright/test";

export interface Case {
  class: string;
  name: string;
  called: string;
  declared: string;
  bytes: Buffer;
}

/** All of them, made anew. */
export function corpus(): Case[] {
  const program = process.env.HOSTILE_FILES_BIN;
  if (!program) throw new Error("HOSTILE_FILES_BIN isn't set: run the browser tests with `cargo xtask test`");
  const folder = mkdtempSync(join(tmpdir(), "tandem-hostile-"));
  try {
    const made = spawnSync(program, [folder], { encoding: "utf8" });
    if (made.status !== 0) throw new Error(made.stderr);
    const list = JSON.parse(readFileSync(join(folder, "list.json"), "utf8")) as (Case & { file: string })[];
    return list.map(({ file, ...rest }) => ({ ...rest, bytes: readFileSync(join(folder, file)) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sends a file as a script does; answers the path that it leads to, or nothing when it was refused in words. */
export async function sends(request: APIRequestContext, path: string, one: Case, key?: string): Promise<string | undefined> {
  const before = key ? `--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n${key}\r\n` : "";
  const name = one.called.replace(/["\r\n]/g, "_");
  const head = `--x\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
  const data = Buffer.concat([Buffer.from(before + head), one.bytes, Buffer.from("\r\n--x--\r\n")]);
  const headers = { accept: "application/json", "content-type": "multipart/form-data; boundary=x", "sec-fetch-site": "same-origin" };
  const answer = await request.post(path, { data, headers });
  expect(answer.status(), one.name).toBeLessThan(500);
  return answer.status() === 200 ? /\/(assets|deals|organisation)[\w/]*/.exec(await answer.text())?.[0] : undefined;
}

/** Notices whatever a script in a file can do: a box, a request, a title, a report of the policy. */
export class Canary {
  readonly caught: string[] = [];

  static async of(context: BrowserContext): Promise<Canary> {
    const canary = new Canary();
    await context.route(/canary\.example/, (route) => {
      canary.caught.push(`asked for ${route.request().url()} on ${route.request().frame().url()}`);
      return route.abort();
    });
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
    context.on("page", (page) => canary.watches(page));
    context.pages().forEach((page) => canary.watches(page));
    return canary;
  }

  private watches(page: Page): void {
    page.on("dialog", (dialog) => {
      this.caught.push(`a box on ${page.url()}`);
      void dialog.dismiss();
    });
    page.on("console", (line) => {
      if (/canary|policy: script/.test(line.text())) this.caught.push(`${line.text()} on ${page.url()}`);
    });
  }

  /** Opens an address by itself; one that is saved is not shown. */
  async opens(page: Page, path: string): Promise<void> {
    await page.goto(path, { waitUntil: "load" }).catch((error: Error) => {
      if (!/Download is starting|ERR_ABORTED/.test(error.message)) throw error;
    });
    if ((await page.title()) === "canary") this.caught.push(`a title on ${page.url()}`);
  }
}

/** Does it with each, some at the same time. */
export async function each<T>(all: T[], some: number, act: (one: T, lane: number) => Promise<void>): Promise<void> {
  const left = [...all];
  const lane = async (_: unknown, number: number) => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(one, number);
  };
  await Promise.all(Array.from({ length: some }, lane));
}
