// Programs that the documentation tells the reader to start.
import { spawn } from "node:child_process";
import { once } from "node:events";

// started is a running program with its output; out is its standard output only.
export function started(command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const ended = once(child, "exit");
  const it = { said: "", out: "", stop: () => { if (child.exitCode === null) process.kill(-child.pid); return ended; } };
  child.stdout.setEncoding("utf8").on("data", (text) => { it.said += text; it.out += text; });
  child.stderr.setEncoding("utf8").on("data", (text) => { it.said += text; });
  return it;
}
