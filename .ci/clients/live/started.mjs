// Programs that the documentation has the reader start.
import { spawn } from "node:child_process";
import { once } from "node:events";

// started is a program that runs, with what it says: out is its standard output alone.
export function started(command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const ended = once(child, "exit");
  const it = { said: "", out: "", stop: () => { if (child.exitCode === null) process.kill(-child.pid); return ended; } };
  child.stdout.setEncoding("utf8").on("data", (text) => { it.said += text; it.out += text; });
  child.stderr.setEncoding("utf8").on("data", (text) => { it.said += text; });
  return it;
}
