// The program under test: `thidua demo` on a database that survives a restart, and the mutations over HTTP that cause
// events at its conference.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { createInterface } from "node:readline";

export const conference = "demo-hall";

// freePort returns a port on which nothing listened a moment ago.
export async function freePort() {
  const s = createServer().listen(0, "127.0.0.1");
  await once(s, "listening");
  const { port } = s.address();
  s.close();
  await once(s, "close");
  return port;
}

export class Server {
  constructor(program, database) {
    Object.assign(this, { program, database, made: 0 });
  }

  async start(listen = "127.0.0.1:0") {
    this.metrics = `127.0.0.1:${await freePort()}`;
    const args = ["demo", "--listen", listen, "--database", this.database, "--metrics", this.metrics,
      "--heartbeat", "1s", "--drain", "4s", "--log-format", "json"];
    this.child = spawn(this.program, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.ended = once(this.child, "exit");
    // A restarted demo may have other tokens, and stdout and stderr are read in any order, so wait for the new token.
    const offered = new Promise((resolve) => createInterface({ input: this.child.stdout }).on("line", (line) => {
      const [role, secret] = line.split(/\s+/);
      if (role === "MINISTRY") resolve(secret);
    }));
    const said = [];
    for await (const line of createInterface({ input: this.child.stderr })) {
      said.push(line);
      const logged = line.startsWith("{") ? JSON.parse(line) : {};
      if (logged.msg === "serving") {
        this.child.stderr.resume(); // so that it never blocks
        this.url = logged.graphql;
        this.port = Number(new URL(this.url).port);
        this.ministry = await offered;
        return;
      }
    }
    throw new Error(`${this.program} does not serve:\n${said.join("\n")}`);
  }

  async stop() {
    this.child.kill("SIGTERM");
    const [code] = await this.ended;
    if (code !== 0) throw new Error(`the program ended with ${code}`);
  }

  // ask executes an operation as the Ministry and returns its data.
  async ask(query, variables) {
    const answer = await fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${this.ministry}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await answer.json();
    if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
    return data;
  }

  // announce makes n announcements and returns their texts, in order.
  async announce(n) {
    const texts = [];
    for (let i = 0; i < n; i++) {
      const input = { conference, text: `no. ${++this.made}` };
      await this.ask("mutation Say($input: MakeAnnouncementInput!) { makeAnnouncement(input: $input) { announcement { id } } }", { input });
      texts.push(input.text);
    }
    return texts;
  }

  // token issues a token and returns it with a function that revokes it.
  async token(label) {
    const { issueToken: { secret, token } } = await this.ask(
      "mutation Issue($input: IssueTokenInput!) { issueToken(input: $input) { secret token { id } } }",
      { input: { account: "demo-screen", label } });
    return { secret, revoke: () => this.ask("mutation Revoke($id: ID!) { revokeToken(input: {token: $id}) { token { id } } }", { id: token.id }) };
  }

  // runs returns how often an operation of this name was executed.
  async runs(name) {
    const text = await (await fetch(`http://${this.metrics}/metrics`)).text();
    let n = 0;
    for (const line of text.split("\n")) {
      if (line.startsWith("thidua_operations_total{") && line.includes(`operation="${name}"`)) n += Number(line.split(" ").pop());
    }
    return n;
  }
}
