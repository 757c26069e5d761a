// numnet's kernels as WebAssembly: memory, arrays in it, and calls by name.
//
// Nothing here knows a kernel's arguments: the build wrote them down (page/build/description.py).

const VIEWS = { float32: Float32Array, float64: Float64Array, int64: BigInt64Array };
const ALIGNMENT = 64;
const BEHIND = 64; // bytes behind every array, which kernels may read and never use
const PAGE = 65536; // bytes by which the memory of a module grows

/** @typedef {"float32" | "float64" | "int64"} Dtype */
/**
 * @typedef {{name: string, array?: Dtype, ndim?: number, number?: string, record?: string,
 *   fields?: Argument[]}} Argument
 */
/** @typedef {KernelArray | number | bigint | {[field: string]: any}} Value */

/** An array in the module's memory, C-contiguous. */
export class KernelArray {
  #memory;
  #view;

  /** @param {WebAssembly.Memory} memory  @param {Dtype} dtype  @param {number[]} shape  @param {number} address */
  constructor(memory, dtype, shape, address) {
    this.#memory = memory;
    this.dtype = dtype;
    this.shape = shape;
    this.address = address;
    this.size = shape.reduce((a, b) => a * b, 1);
    this.itemsize = VIEWS[dtype].BYTES_PER_ELEMENT;
    this.#view = new VIEWS[dtype](memory.buffer, address, this.size);
  }

  /** The numbers, as a typed array: good until another array is made, which may move the memory. */
  get view() {
    if (this.#view.buffer !== this.#memory.buffer) {
      this.#view = new VIEWS[this.dtype](this.#memory.buffer, this.address, this.size);
    }
    return this.#view;
  }

  /** Number k, also of whole numbers, which JavaScript keeps apart from others. @param {number} k */
  at(k) {
    return Number(this.view[k]);
  }

  /** Set number k. @param {number} k  @param {number} value */
  put(k, value) {
    this.view[k] = /** @type {never} */ (this.dtype === "int64" ? BigInt(value) : value);
  }

  /** Set all numbers. @param {ArrayLike<number>} values */
  fill(values) {
    if (this.dtype === "int64") {
      for (let k = 0; k < values.length; k++) this.put(k, values[k]);
    } else {
      /** @type {Float64Array} */ (this.view).set(values);
    }
    return this;
  }

  /** A copy of the numbers outside the module's memory. @returns {any} */
  copy() {
    return this.view.slice();
  }
}

/** The compiled module; each instance has a memory of its own. @param {BufferSource} bytes */
export function compile(bytes) {
  return WebAssembly.compile(bytes);
}

/** An instance of the module: memory that only grows, and the kernels. */
export class Kernels {
  #exports;
  #top;
  #words;

  /** @param {WebAssembly.Module} module  @param {any} about  the build's description */
  constructor(module, about) {
    this.about = about;
    this.#exports = /** @type {any} */ (new WebAssembly.Instance(module).exports); // no imports: it calls nothing
    this.#top = this.#exports.__heap_base.value;
    this.#words = this.array("int64", 256);
  }

  /** Zeros. @param {Dtype} dtype  @param {...number} shape */
  array(dtype, ...shape) {
    const bytes = shape.reduce((a, b) => a * b, 1) * VIEWS[dtype].BYTES_PER_ELEMENT;
    const address = Math.ceil(this.#top / ALIGNMENT) * ALIGNMENT;
    this.#top = address + bytes + BEHIND;
    const memory = this.#exports.memory, missing = this.#top - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    const made = new KernelArray(memory, dtype, shape, address);
    made.view.fill(/** @type {never} */ (dtype === "int64" ? 0n : 0)); // the memory may have been used before
    return made;
  }

  /** How to give back all arrays that are made from now on. @returns {() => void} */
  borrowing() {
    const top = this.#top;
    return () => void (this.#top = top);
  }

  /** Arrays made within ``use`` are given back after it. @template T  @param {() => T} use  @returns {T} */
  lending(use) {
    const giveBack = this.borrowing();
    try {
      return use();
    } finally {
      giveBack();
    }
  }

  /** Call a kernel once. @param {string} name  @param {...Value} values  in the order of its arguments */
  call(name, ...values) {
    return this.bind(name, values, this.#words)();
  }

  /**
   * A kernel bound to its arguments; each call returns the kernel's result.  ``set(k, number)`` changes argument k.
   * @param {string} name  @param {Value[]} values  @param {KernelArray} [words]  memory for the arguments
   */
  bind(name, values, words) {
    const { arguments: wanted, returns } = this.about.kernels[name];
    const flat = /** @type {(number | bigint)[]} */ ([]), places = /** @type {number[]} */ ([]);
    wanted.forEach((/** @type {Argument} */ argument, /** @type {number} */ k) => {
      flatten(argument, values[k], flat);
      places.push(flat.length - 1);
    });
    const table = words ?? this.array("int64", flat.length + 1), result = table.address + 8 * flat.length;
    flat.forEach((word, k) => (table.view[k] = /** @type {never} */ (BigInt(word))));
    const kernel = this.#exports[name];
    const call = () => {
      const status = kernel(table.address, result);
      if (status) throw new Error(`${name}: status ${status}`);
      if (returns === "none") return 0;
      if (returns.startsWith("int")) return table.at(flat.length);
      return Number(new VIEWS[/** @type {Dtype} */ (returns)](table.view.buffer, result, 1)[0]);
    };
    return Object.assign(call, {
      /** @param {number} k  @param {number} value */
      set: (k, value) => table.put(places[k], value),
    });
  }
}

/**
 * Append the 8-byte words of an argument, as Numba flattens it.
 * @param {Argument} argument  @param {any} value  @param {(number | bigint)[]} words
 */
function flatten(argument, value, words) {
  if (argument.record) {
    for (const field of argument.fields ?? []) flatten(field, value[field.name], words);
  } else if (argument.array) {
    if (!(value instanceof KernelArray) || value.dtype !== argument.array || value.shape.length !== argument.ndim) {
      throw new TypeError(`${argument.name}: not an array of ${argument.array} with ${argument.ndim} axes`);
    }
    const { shape, itemsize } = value;
    const strides = shape.map((_, k) => shape.slice(k + 1).reduce((a, b) => a * b, itemsize));
    words.push(0, 0, value.size, itemsize, value.address, ...shape, ...strides);
  } else if (argument.number?.startsWith("float")) {
    words.push(new BigInt64Array(new Float64Array([value]).buffer)[0]);
  } else {
    words.push(value);
  }
}
