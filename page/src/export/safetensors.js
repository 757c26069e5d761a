// Files of arrays, safetensors: the length of a head, the head in JSON, the bytes of the arrays.

import { PageError } from "../errors.js";

const MOST_BYTES = 64_000_000; // of a file, MOST_HEAD of its head
const MOST_HEAD = 4_000_000;
const ARRAYS = { F32: Float32Array, F64: Float64Array, I64: BigInt64Array };

/** @typedef {{dtype: string, shape: number[], values: Float32Array | Float64Array}} Tensor */

/**
 * The bytes of a file.
 * @param {{[name: string]: Tensor}} tensors  @param {unknown} about  numnet's own part of the metadata
 */
export function writeTensors(tensors, about) {
  const head = /** @type {any} */ ({ __metadata__: { numnet: JSON.stringify(about) } });
  let at = 0;
  for (const [name, { dtype, shape, values }] of Object.entries(tensors)) {
    head[name] = { dtype, shape, data_offsets: [at, (at += values.byteLength)] };
  }
  const text = new TextEncoder().encode(JSON.stringify(head)), length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + at).fill(0x20, 8, 8 + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  at = 8 + length;
  for (const { values } of Object.values(tensors)) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/**
 * What numnet says of a file, and its arrays of numbers, whole ones as float64. Throws `PageError` for a file that is damaged
 * or none of numnet's; nothing is taken from it before all places in it are known to be right.
 * @param {Uint8Array} bytes  @returns {{about: any, tensors: Map<string, Tensor>}}
 */
export function readTensors(bytes) {
  const megabytes = Math.ceil(bytes.length / 1e6);
  if (bytes.length > MOST_BYTES) throw new PageError("tensors_too_large", { megabytes, most: MOST_BYTES / 1e6 });
  if (bytes.length < 8) throw damaged("head");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(Math.min(MOST_HEAD, bytes.length - 8))) throw damaged("head");
  const data = bytes.slice(8 + Number(length)), { head, about } = readHead(bytes.subarray(8, 8 + Number(length)));
  const begins = ([, entry]) => Number(entry?.data_offsets?.[0]), tensors = new Map();
  let end = 0;
  for (const [name, entry] of [...head].sort((a, b) => begins(a) - begins(b))) {
    const tensor = readTensor(name, entry ?? {}, data, end);
    end = entry.data_offsets[1];
    if (tensor) tensors.set(name, tensor);
  }
  if (end !== data.length) throw damaged("arrays");
  return { about, tensors };
}

const damaged = (what) => new PageError("tensors_damaged", { what: what.slice(0, 40) });

/**
 * The array that begins at ``end``, or null of a kind that no file of ours is read for. Throws `PageError` where the entry does not fit.
 * @param {string} name  @param {any} entry  @param {Uint8Array} data  @param {number} end  @returns {Tensor | null}
 */
function readTensor(name, { dtype, shape, data_offsets: places }, data, end) {
  const whole = (list) => Array.isArray(list) && list.every((k) => Number.isSafeInteger(k) && k >= 0);
  if (!whole(shape) || !whole(places) || places.length !== 2) throw damaged(name);
  if (places[0] !== end || places[1] < end || places[1] > data.length) throw damaged(name);
  if (!Object.hasOwn(ARRAYS, dtype)) return null;
  const size = shape.reduce((a, b) => a * b, 1), kind = ARRAYS[dtype];
  if (size * kind.BYTES_PER_ELEMENT !== places[1] - end) throw damaged(name);
  const values = new kind(data.slice(end, places[1]).buffer);
  return { dtype, shape, values: values instanceof BigInt64Array ? Float64Array.from(values, Number) : values };
}

/**
 * The entries of a head, and what numnet says in it.
 * @param {Uint8Array} bytes  @returns {{head: [string, any][], about: any}}
 */
function readHead(bytes) {
  let head, about;
  try {
    head = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    about = Object.hasOwn(head, "__metadata__") ? JSON.parse(head.__metadata__.numnet) : null;
  } catch {
    throw new PageError("tensors_damaged", { what: "head" });
  }
  if (typeof about !== "object" || about === null) throw new PageError("tensors_not_numnet");
  return { head: Object.entries(head).filter(([name]) => name !== "__metadata__"), about };
}
