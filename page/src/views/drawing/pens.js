// Two pens with the same strokes: one draws on a canvas, one writes SVG.  So whatever a view draws can be saved.
//
// Coordinates are CSS pixels from the top left; points are flat: [x, y, x, y, …].

/**
 * @typedef {object} Style
 * @property {string} [fill]
 * @property {string} [stroke]
 * @property {number} [width]  of the stroke
 * @property {number[]} [dash]
 * @property {number} [opacity]
 *
 * @typedef {object} TextStyle
 * @property {string} fill
 * @property {number} size
 * @property {"start" | "middle" | "end"} [align]
 * @property {"top" | "middle" | "alphabetic" | "bottom"} [base]
 * @property {number} [turn]  in degrees
 * @property {number} [weight]
 * @property {string} [rim]  a colour around the letters
 *
 * @typedef {"circle" | "square" | "diamond" | "cross" | "up" | "down"} Shape
 * @typedef {ArrayLike<number>} Points
 * @typedef {CanvasPen | SvgPen} Pen
 */

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans KR', sans-serif";

/** Corners of marks of radius 1 around (0, 0). */
const CORNERS = {
  square: [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9],
  diamond: [0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0],
  up: [0, -1.2, 1.1, 0.8, -1.1, 0.8],
  down: [0, 1.2, 1.1, -0.8, -1.1, -0.8],
};
const STROKES = [[-1, -1, 1, 1], [-1, 1, 1, -1]]; // of a cross

/**
 * The lines of a mark.
 * @param {Shape} shape  @param {number} x  @param {number} y  @param {number} r  @returns {number[][]}
 */
function outline(shape, x, y, r) {
  const lines = shape === "cross" ? STROKES : [CORNERS[shape]];
  return lines.map((line) => line.map((part, i) => part * r + (i % 2 ? y : x)));
}

/** Draws on a canvas. */
export class CanvasPen {
  /** @param {CanvasRenderingContext2D} context  scaled to CSS pixels  @param {number} width @param {number} height */
  constructor(context, width, height) {
    this.context = context;
    this.width = width;
    this.height = height;
  }

  /** @param {number} x @param {number} y @param {number} w @param {number} h @param {Style} style */
  rect(x, y, w, h, style) {
    this.context.beginPath();
    this.context.rect(x, y, w, h);
    this.#ink(style);
  }

  /** Lines from point to point. @param {Points[]} lines @param {Style} style @param {boolean} [closed] */
  lines(lines, style, closed = false) {
    this.context.beginPath();
    for (const line of lines) this.#trace(line, closed);
    this.#ink(style);
  }

  /** Marks of one look. @param {Shape} shape @param {Points} at @param {number} r @param {Style} style */
  marks(shape, at, r, style) {
    const { context } = this;
    context.beginPath();
    for (let i = 0; i < at.length; i += 2) {
      if (shape === "circle") {
        context.moveTo(at[i] + r, at[i + 1]);
        context.arc(at[i], at[i + 1], r, 0, 2 * Math.PI);
      } else for (const line of outline(shape, at[i], at[i + 1], r)) this.#trace(line, shape !== "cross");
    }
    this.#ink(style);
  }

  /** @param {string} text @param {number} x @param {number} y @param {TextStyle} style */
  text(text, x, y, { fill, size, align = "start", base = "alphabetic", turn = 0, weight = 400, rim }) {
    const { context } = this;
    context.save();
    context.translate(x, y);
    context.rotate((turn * Math.PI) / 180);
    context.font = `${weight} ${size}px ${FONT}`;
    context.textAlign = align === "middle" ? "center" : align;
    context.textBaseline = base;
    if (rim) {
      Object.assign(context, { strokeStyle: rim, lineWidth: 3, lineJoin: "round" });
      context.strokeText(text, 0, 0);
    }
    context.fillStyle = fill;
    context.fillText(text, 0, 0);
    context.restore();
  }

  /**
   * Pixels over a rectangle.
   * @param {ImageData} pixels  @param {number} x  @param {number} y  @param {number} w  @param {number} h
   * @param {boolean} [smooth]
   */
  image(pixels, x, y, w, h, smooth = true) {
    const { context } = this;
    context.imageSmoothingEnabled = smooth;
    context.imageSmoothingQuality = "high";
    context.drawImage(canvasOf(pixels), x, y, w, h);
  }

  /** What ``draw`` draws, within the box. @param {import("./axes.js").Box} box @param {() => void} draw */
  within({ left, top, width, height }, draw) {
    this.context.save();
    this.context.beginPath();
    this.context.rect(left, top, width, height);
    this.context.clip();
    draw();
    this.context.restore();
  }

  /**
   * What ``draw`` draws, drawn anew only where the size of the canvas or one of ``key`` is another.
   * @param {any[]} key  @param {(pen: Pen) => void} draw
   */
  layer(key, draw) {
    const { context, width, height } = this, own = context.canvas, whole = [own.width, own.height, ...key];
    let kept = layers.get(own);
    if (!kept || whole.some((part, i) => part !== kept?.key[i])) {
      const canvas = Object.assign(document.createElement("canvas"), { width: own.width, height: own.height });
      const under = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
      under.setTransform(context.getTransform());
      draw(new CanvasPen(under, width, height));
      kept = { key: whole, canvas };
      layers.set(own, kept);
    }
    context.drawImage(kept.canvas, 0, 0, width, height);
  }

  #trace(line, closed) {
    const { context } = this;
    context.moveTo(line[0], line[1]);
    for (let i = 2; i < line.length; i += 2) context.lineTo(line[i], line[i + 1]);
    if (closed) context.closePath();
  }

  /** @param {Style} style */
  #ink({ fill, stroke, width = 1, dash = [], opacity = 1 }) {
    const { context } = this;
    context.globalAlpha = opacity;
    if (fill) {
      context.fillStyle = fill;
      context.fill();
    }
    if (stroke) {
      Object.assign(context, { strokeStyle: stroke, lineWidth: width, lineJoin: "round", lineCap: "butt" });
      context.setLineDash(dash);
      context.stroke();
    }
    context.globalAlpha = 1;
  }
}

/** Writes SVG. */
export class SvgPen {
  /** @type {string[]} */
  #parts = [];
  #clips = 0;

  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
  }

  rect(x, y, w, h, style) {
    this.#add("rect", { x, y, width: w, height: h, ...ink(style) });
  }

  lines(lines, style, closed = false) {
    this.#add("path", { d: lines.map((line) => path(line, closed)).join(""), ...ink(style) });
  }

  marks(shape, at, r, style) {
    let d = "";
    for (let i = 0; i < at.length; i += 2) {
      if (shape === "circle") d += `M${short(at[i] - r)} ${short(at[i + 1])}${half(r)}${half(-r)}`;
      else d += outline(shape, at[i], at[i + 1], r).map((line) => path(line, shape !== "cross")).join("");
    }
    this.#add("path", { d, ...ink(style) });
  }

  /** @param {string} text @param {number} x @param {number} y @param {TextStyle} style */
  text(text, x, y, { fill, size, align = "start", base = "alphabetic", turn = 0, weight = 400, rim }) {
    const down = { top: 0.8, middle: 0.34, alphabetic: 0, bottom: -0.2 }[base] * size;
    this.#add("text", {
      x, y: y + down, fill, "font-size": size, "text-anchor": align,
      "font-weight": weight === 400 ? undefined : weight,
      transform: turn ? `rotate(${turn} ${short(x)} ${short(y)})` : undefined,
      ...(rim ? { stroke: rim, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" } : {}),
    }, escaped(text));
  }

  image(pixels, x, y, w, h, smooth = true) {
    this.#add("image", {
      x, y, width: w, height: h, preserveAspectRatio: "none", style: smooth ? undefined : "image-rendering:pixelated",
      href: canvasOf(pixels).toDataURL("image/png"),
    });
  }

  within({ left, top, width, height }, draw) {
    const id = `clip${++this.#clips}`;
    this.#parts.push(`<clipPath id="${id}">`);
    this.#add("rect", { x: left, y: top, width, height });
    this.#parts.push(`</clipPath><g clip-path="url(#${id})">`);
    draw();
    this.#parts.push("</g>");
  }

  layer(key, draw) {
    draw(this);
  }

  #add(name, attributes, content = "") {
    this.#parts.push(element(name, attributes, content));
  }

  /** The whole picture, under its title. @param {string} title  @param {import("./look.js").Look} look */
  svg(title, { size, ink: color, ground }) {
    const above = 2.4 * size, width = short(this.width), height = short(this.height + above);
    const head = { x: size * 0.7, y: size * 1.6, "font-size": size * 1.2, "font-weight": 600, fill: color };
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" font-family="${FONT}"><rect width="100%" height="100%" fill="${ground}"/>` +
      element("text", head, escaped(title)) +
      `<g transform="translate(0 ${short(above)})">${this.#parts.join("")}</g></svg>`;
  }
}

/** An element of SVG. @param {string} name @param {{[name: string]: any}} attributes @param {string} [content] */
function element(name, attributes, content = "") {
  const written = Object.entries(attributes).filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : value}"`);
  return `<${name}${written.join("")}>${content}</${name}>`;
}

/** With two decimals at most. @param {number} x */
const short = (x) => String(Math.round(x * 100) / 100);
const half = (r) => `a${short(Math.abs(r))} ${short(Math.abs(r))} 0 1 0 ${short(2 * r)} 0`; // of a circle

/** @param {Points} line @param {boolean} closed */
function path(line, closed) {
  let d = "";
  for (let i = 0; i < line.length; i += 2) d += `${i ? "L" : "M"}${short(line[i])} ${short(line[i + 1])}`;
  return closed ? `${d}Z` : d;
}

/** @param {Style} style */
const ink = ({ fill = "none", stroke, width = 1, dash = [], opacity }) => ({
  fill, stroke, "stroke-width": stroke ? width : undefined, "stroke-linejoin": stroke ? "round" : undefined,
  "stroke-dasharray": dash.length ? dash.join(" ") : undefined, opacity,
});

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Text as it may stand in SVG. @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);

/** Canvases for pixels, by width and height. @type {Map<string, HTMLCanvasElement>} */
const canvases = new Map();
/** A canvas that holds the pixels, to be drawn in any size at once. @param {ImageData} pixels */
function canvasOf(pixels) {
  const { width, height } = pixels, name = `${width} ${height}`;
  const canvas = canvases.get(name) ?? Object.assign(document.createElement("canvas"), { width, height });
  canvases.set(name, canvas);
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).putImageData(pixels, 0, 0);
  return canvas;
}

/**
 * What stays on a canvas while other things change under it.
 * @type {WeakMap<HTMLCanvasElement, {key: any[], canvas: HTMLCanvasElement}>}
 */
const layers = new WeakMap();

/** @type {CanvasRenderingContext2D} */
let ruler;
/** The width of a text in pixels. @param {string} text @param {number} size @param {number} [weight] */
export function textWidth(text, size, weight = 400) {
  ruler ??= /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  ruler.font = `${weight} ${size}px ${FONT}`;
  return ruler.measureText(text).width;
}
