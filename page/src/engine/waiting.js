// What loops of the engine wait for: that messages are heard, that time passes, that the page has drawn a frame.

const FRAME = 15; // milliseconds between frames, at least
const PATIENCE = 250; // milliseconds to wait for the page to have drawn one

/** Wait until other messages have been heard. */
export const breath = (() => {
  const channel = new MessageChannel(), waiting = /** @type {(() => void)[]} */ ([]);
  channel.port1.onmessage = () => waiting.shift()?.();
  /** @type {any} */ (channel.port1).unref?.(); // of Node: a test may end
  return () => new Promise((resolve) => (waiting.push(/** @type {any} */ (resolve)), channel.port2.postMessage(0)));
})();

/** @param {number} ms */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The page that frames are sent to: none comes before the last one is drawn, or a while has passed. */
export class Screen {
  #drawn = true;

  /** The page has drawn the last frame. */
  drawn() {
    this.#drawn = true;
  }

  /** Whether a frame may be sent now, which is then to be drawn. @param {number} since  milliseconds since the last */
  ready(since) {
    if (!(this.#drawn && since >= FRAME) && !(since > PATIENCE)) return false;
    this.#drawn = false;
    return true;
  }
}
