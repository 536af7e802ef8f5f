/** A portal of its own for a test file: started on a free port with empty data, stopped and thrown away afterwards. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Person {
  sub: string;
  email: string;
  name: string;
}

/** A connection of the portal's configuration, with the people whom its provider knows. */
export interface Connection {
  key: string;
  name: string;
  organisation: string;
  role: string;
  domains: string[];
  people: Person[];
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} isn't set: run the browser tests with \`cargo xtask test\``);
  return value;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

async function answers(url: string, child: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}:\n${said()}`);
    const well = await fetch(url).then((answer) => answer.ok, () => false);
    if (well) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer:\n${said()}`);
}

function started(program: string, args: string[]): { child: ChildProcess; said: () => string } {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  child.stdout?.on("data", (chunk) => (text += chunk));
  child.stderr?.on("data", (chunk) => (text += chunk));
  return { child, said: () => text };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 10_000).unref();
  });
}

/** Which provider vouches: `certified` is npm's oidc-provider, `small` the one of the demonstration. */
export type ProviderKind = "certified" | "small";

export class Portal {
  private constructor(
    readonly origin: string,
    private readonly folder: string,
    private readonly children: ChildProcess[],
    private readonly said: () => string,
  ) {}

  /** The link that makes the first administrator of an empty portal. */
  get firstLink(): string {
    const found = /\/join\/[0-9a-f]+/.exec(this.said());
    if (!found) throw new Error(`no link on the console:\n${this.said()}`);
    return found[0];
  }

  static async start(options: {
    demo?: boolean;
    engine?: "sqlite" | "postgres";
    connections?: Connection[];
    provider?: ProviderKind;
    /** Where mails go. */
    smtp?: string;
  }): Promise<Portal> {
    const folder = mkdtempSync(join(tmpdir(), "tandem-walk-"));
    const children: ChildProcess[] = [];
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const args = ["serve", "--addr", `127.0.0.1:${port}`, "--data", join(folder, "data"), "--site", needed("TANDEM_SITE")];
    args.push(options.demo ? "--demo" : "--empty");
    if (options.engine === "postgres") args.push("--database", await freshDatabase());
    if (options.connections || options.smtp) {
      let config = "";
      if (options.smtp) config += `[mail]\nsmtp = "${options.smtp}"\nfrom = "Partner portal <portal@vendor.example>"\n\n`;
      for (const connection of options.connections ?? []) {
        const issuer = await provide(connection, origin, folder, options.provider ?? "small", children);
        config += `[[connection]]\nkey = "${connection.key}"\nname = "${connection.name}"\nissuer = "${issuer}"\n`;
        config += `client_id = "tandem-${connection.key}"\nclient_secret = "secret-of-${connection.key}"\n`;
        config += `domains = ${JSON.stringify(connection.domains)}\norganisation = "${connection.organisation}"\n`;
        config += `role = "${connection.role}"\n\n`;
      }
      writeFileSync(join(folder, "tandem.toml"), config);
      args.push("--config", join(folder, "tandem.toml"));
    }
    const { child, said } = started(needed("TANDEM_BIN"), args);
    children.push(child);
    await answers(`${origin}/readyz`, child, said);
    return new Portal(origin, folder, children, said);
  }

  async stop(): Promise<void> {
    await Promise.all(this.children.map(ended));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function provide(
  connection: Connection,
  origin: string,
  folder: string,
  kind: ProviderKind,
  children: ChildProcess[],
): Promise<string> {
  const port = await freePort();
  const people = join(folder, `people-${connection.key}.json`);
  writeFileSync(people, JSON.stringify(connection.people));
  const redirect = `${origin}/sign-in/${connection.key}/callback`;
  const args = ["--addr", `127.0.0.1:${port}`, "--people", people];
  args.push("--client", `tandem-${connection.key}:secret-of-${connection.key}:${redirect}`);
  args.push("--post-logout", `${origin}/sign-in?ended=1`);
  const { child, said } =
    kind === "small"
      ? started(needed("DEMO_PROVIDER_BIN"), args)
      : started(process.execPath, [join(import.meta.dirname, "..", "certified-provider.mjs"), ...args]);
  children.push(child);
  await answers(`http://127.0.0.1:${port}/.well-known/openid-configuration`, child, said);
  return `http://127.0.0.1:${port}`;
}

async function freshDatabase(): Promise<string> {
  const server = needed("TANDEM_TEST_POSTGRES");
  const { default: pg } = await import("pg");
  const name = `walk_${process.pid}_${Date.now()}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  return server.replace(/\/[^/]*$/, `/${name}`);
}
