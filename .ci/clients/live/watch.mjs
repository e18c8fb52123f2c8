// What a watcher saw, and whether that is what happened.
import assert from "node:assert/strict";

const patience = 60_000; // for one step on a busy machine; what is well takes milliseconds

export async function until(what, holds) {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((r) => setTimeout(r, 20))) {
    if (await holds()) return;
  }
  throw new Error(`it never came to pass: ${what()}`);
}

// Seen is a watcher of an event stream: the announcements by their texts, and each event's position.
export class Seen {
  texts = [];
  events = 0;
  position = null;
  failed = null;

  // take is given an event as it comes. A position comes twice with heartbeats, which say where the stream is, alone.
  take = ({ position, change }) => {
    this.events++;
    if (change.__typename !== "Heartbeat" && position === this.position) this.fail(`${change.__typename} came twice`);
    if (change.__typename === "AnnouncementMade") this.texts.push(change.text);
    this.position = position;
  };

  fail = (reason) => {
    this.failed ??= reason;
  };

  // saw waits until as much was seen as happened: each once, in order, nothing else.
  async saw(happened) {
    await until(() => `seen ${this.texts.length} of ${happened.length}, ${this.failed ?? "no error"}`, () => this.failed || this.texts.length >= happened.length);
    assert.equal(this.failed, null);
    assert.deepEqual(this.texts, happened);
  }
}
