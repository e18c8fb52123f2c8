// Checks that the received events are those that occurred.
import assert from "node:assert/strict";

const patience = 60_000; // for one step on a busy machine; usually it takes milliseconds

export async function until(what, holds) {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((r) => setTimeout(r, 20))) {
    if (await holds()) return;
  }
  throw new Error(`timed out waiting for ${what()}`);
}

// Seen records the events of a stream: the texts of announcements, and the position of each event.
export class Seen {
  texts = [];
  events = 0;
  position = null;
  failed = null;

  // take records an event. Only heartbeats, which report the current position, repeat a position.
  take = ({ position, change }) => {
    this.events++;
    if (change.__typename !== "Heartbeat" && position === this.position) this.fail(`${change.__typename} was received twice`);
    if (change.__typename === "AnnouncementMade") this.texts.push(change.text);
    this.position = position;
  };

  fail = (reason) => {
    this.failed ??= reason;
  };

  // saw waits until all events were received: each once, in order, and nothing else.
  async saw(happened) {
    await until(() => `seen ${this.texts.length} of ${happened.length}, ${this.failed ?? "no error"}`, () => this.failed || this.texts.length >= happened.length);
    assert.equal(this.failed, null);
    assert.deepEqual(this.texts, happened);
  }
}
