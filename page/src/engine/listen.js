// The Worker: hears messages {id, method, values}, answers {id, result} or {id, error}, and sends {event, data}.

import { PageError } from "../errors.js";
import { Engine } from "./engine.js";

/** Begin to listen, in a Worker. */
export function listen() {
  /** @type {Promise<Engine>} */
  let engine;
  self.onmessage = async ({ data: message }) => {
    if (message.method === "start") {
      engine = WebAssembly.compile(message.kernels).then((module) => new Engine(module, message.about,
        (event, data, transfer = []) => /** @type {any} */ (self).postMessage({ event, data }, transfer)));
    }
    const { id, method, values } = message;
    try {
      const ready = await engine;
      if (method === "start") self.postMessage({ id, result: null });
      else if (method === "drawn") ready.pace.shown();
      else self.postMessage({ id, result: await ready.handle(method, values) });
    } catch (error) {
      self.postMessage({ id, error: described(error) });
    }
  };
}

/** What is sent of an error. @param {unknown} error */
export function described(error) {
  if (error instanceof PageError) return { key: error.key, values: error.values };
  return { key: "unexpected", values: { message: error instanceof Error ? error.message : String(error) } };
}
