/** A real mail server for a walk: aiosmtpd into a folder of its own, as in the server's own tests. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Mail {
  recipients: string[];
  headers: [string, string][];
  text: string;
  html: string;
}

export class MailServer {
  private constructor(
    readonly smtp: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<MailServer> {
    const has = (python: string) => spawnSync(python, ["-c", "import aiosmtpd"]).status === 0;
    const python = ["/usr/bin/python3", "python3"].find(has);
    if (!python) throw new Error("no Python here has aiosmtpd: run the browser tests with `cargo xtask test`");
    const folder = mkdtempSync(join(tmpdir(), "tandem-mail-"));
    const script = join(import.meta.dirname, "..", "..", "server", "tests", "it", "smtp.py");
    const child = spawn(python, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout?.once("data", (chunk) => resolve(String(chunk).trim()));
      child.once("exit", () => reject(new Error("the mail server did not start")));
    });
    return new MailServer(`smtp://127.0.0.1:${port}`, folder, child);
  }

  /** What came for this address, in order. */
  received(address: string): Mail[] {
    const files = readdirSync(this.folder).filter((name) => name.endsWith(".json")).sort();
    const mails = files.map((name) => JSON.parse(readFileSync(join(this.folder, name), "utf8")) as Mail);
    return mails.filter((mail) => mail.recipients.includes(address));
  }

  stop(): void {
    this.child.kill("SIGTERM");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
