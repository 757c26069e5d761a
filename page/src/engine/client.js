// The page's side of the engine: methods that answer with a promise, frames that come by themselves.

import { PageError } from "../errors.js";
import { Engine } from "./engine.js";
import { answer } from "./listen.js";

export class EngineClient {
  #post = /** @type {(message: any) => void} */ (() => {});
  #waiting = new Map();
  #next = 0;
  /** What becomes of what the engine sends by itself, by its name. @type {{[event: string]: (data: any) => void}} */
  listeners = {};

  /**
   * An engine in a Worker made of ``source``; on the page itself where a browser allows no Worker.
   * @param {string} source  @param {Uint8Array<ArrayBuffer>} kernels  @param {any} about
   */
  static async start(source, kernels, about) {
    const client = new EngineClient();
    try {
      const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
      client.#post = (message) => worker.postMessage(message);
      worker.onmessage = ({ data }) => client.#hear(data);
      const failed = new Promise((_, reject) => (worker.onerror = () => reject(new Error("no worker"))));
      await Promise.race([client.#ask({ method: "start", kernels, about }), failed]);
      client.place = "worker";
    } catch {
      await client.#startHere(kernels, about);
    }
    return client;
  }

  async #startHere(kernels, about) {
    const engine = new Engine(await WebAssembly.compile(kernels), about, (event, data) => this.#hear({ event, data }));
    this.place = "page";
    this.#post = (message) => (message.method === "drawn" ? engine.screen.drawn()
      : answer(message, engine).then((reply) => this.#hear(reply)));
  }

  /** Call a method of `Engine`. @param {string} method @param {...any} values @returns {Promise<any>} */
  call(method, ...values) {
    return this.#ask({ method, values });
  }

  /** Tell the engine that the last frame is on the screen. */
  drawn() {
    this.#post({ method: "drawn" });
  }

  #ask(message) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ id, ...message });
    });
  }

  /** @param {any} message */
  #hear({ id, result, error, event, data }) {
    if (event) return this.listeners[event]?.(data);
    const { resolve, reject } = this.#waiting.get(id) ?? {};
    this.#waiting.delete(id);
    if (error) reject?.(new PageError(error.key, error.values));
    else resolve?.(result);
  }
}
