// A network that can be cut: it forwards connections, and on request drops them and refuses new ones.
import { connect, createServer } from "node:net";
import { once } from "node:events";

export class Proxy {
  opened = 0; // number of connections so far
  #up = true;
  #open = new Set();

  constructor(port) {
    this.port = port; // of the server behind it; a restarted one has another
  }

  async listen() {
    this.server = createServer((near) => {
      if (!this.#up) return near.destroy();
      this.opened++;
      const far = connect(this.port, "127.0.0.1");
      for (const [from, to] of [[near, far], [far, near]]) {
        this.#open.add(from);
        from.on("error", () => {}); // the connection is closed then
        from.on("close", () => { this.#open.delete(from); to.destroy(); });
        from.pipe(to);
      }
    }).listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.address = `127.0.0.1:${this.server.address().port}`;
  }

  cut() {
    this.#up = false;
    for (const socket of this.#open) socket.destroy();
  }

  mend() {
    this.#up = true;
  }

  close() {
    this.cut();
    this.server.close();
  }
}
