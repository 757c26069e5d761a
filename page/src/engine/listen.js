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
    if (message.method === "drawn") return (await engine).screen.drawn();
    return self.postMessage(await answer(message, engine));
  };
}

/**
 * Do what a message asks: {id, result}, or {id, error}, also where there is no engine.
 * @param {{id: number, method: string, values: any[]}} message  @param {Engine | Promise<Engine>} engine
 */
export async function answer({ id, method, values }, engine) {
  try {
    const ready = await engine;
    return { id, result: method === "start" ? null : await ready.handle(method, values) };
  } catch (error) {
    return { id, error: described(error) };
  }
}

/** What is sent of an error. @param {unknown} error */
function described(error) {
  if (error instanceof PageError) return { key: error.key, values: error.values };
  return { key: "unexpected", values: { message: error instanceof Error ? error.message : String(error) } };
}
