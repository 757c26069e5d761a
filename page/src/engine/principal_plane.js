// The plane of the first two principal components, with a fixed sign: numnet/analysis/principal_components.py.

const FEW = 24; // rows of a matrix that is soon diagonal
const BLOCK = 12, ROUNDS = 100, NEAR = 1e-11; // of the search for its two largest directions; of the largest
const SWEEPS = 30, SMALL = 1e-24; // of rotations, until what is off the diagonal is so small a share of it

/**
 * The plane nearest to the rows of H (n, m), m ≥ 2, by least squares.
 * @param {ArrayLike<number>} H  @param {number} m
 * @returns {{centre: number[], directions: number[][], shares: number[]}}  directions (2, m), of length 1;
 *   shares of the variance, 0 to 1
 */
export function principalPlane(H, m) {
  const n = H.length / m, centre = new Array(m).fill(0), wide = n < m;
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) centre[j] += H[i * m + j] / n;
  const A = Array.from({ length: n }, (_, i) => Float64Array.from({ length: m }, (__, j) => H[i * m + j] - centre[j]));
  const C = wide ? products(A) : products(centre.map((_, j) => Float64Array.from(A, (row) => row[j])));
  const total = C.reduce((sum, line, j) => sum + line[j], 0) || 1;
  const { vectors, sizes } = (C.length > FEW && leading(C)) || leadingOfAll(C);
  const found = wide ? vectors.map((parts) => combined(A, parts, m)) : vectors;
  const directions = wide ? orthonormal(found, m) : found;
  return { centre, directions: directions.map(pointed), shares: [0, 1].map((c) => Math.max(0, sizes[c] ?? 0) / total) };
}

/** Products of all rows with each other. @param {Float64Array[]} rows */
function products(rows) {
  const C = rows.map(() => new Float64Array(rows.length));
  rows.forEach((a, j) => {
    for (let k = 0; k <= j; k++) {
      let sum = 0;
      for (let i = 0; i < a.length; i++) sum += a[i] * rows[k][i];
      C[j][k] = C[k][j] = sum;
    }
  });
  return C;
}

/** The sum of the rows, so much of each: (m,). @param {Float64Array[]} rows @param {number[]} parts */
function combined(rows, parts, m) {
  const sum = new Array(m).fill(0);
  rows.forEach((row, i) => row.forEach((value, j) => (sum[j] += parts[i] * value)));
  return sum;
}

const NOTHING = 1e-7; // of the longest: a direction so short is rounding

const length = (v) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));

/** Two directions of length 1 at right angles, of the longest first; for one that is missing any. */
function orthonormal(found, m) {
  const made = /** @type {number[][]} */ ([]), longest = length(found[0] ?? []);
  for (let c = 0, axis = 0; c < 2; c++) {
    let v = found[c] ?? [], least = NOTHING * longest;
    while (v.length < m || !(rest(v, made, least) > 0)) {
      v = Array.from({ length: m }, (_, j) => Number(j === axis));
      least = 0.1;
      axis++;
    }
    const size = length(v);
    made.push(v.map((x) => x / size));
  }
  return made;
}

/** Take from v what lies along the others; the length that is left, 0 where it is less than so much. */
function rest(v, others, least) {
  for (const u of others) {
    const along = v.reduce((sum, x, j) => sum + x * u[j], 0);
    v.forEach((x, j) => (v[j] = x - along * u[j]));
  }
  const size = length(v);
  return size > least ? size : 0;
}

/** The two directions in which a symmetric C (m, m) is largest, after all were found. */
function leadingOfAll(C) {
  const V = diagonalise(C), order = C.map((_, j) => j).sort((a, b) => C[b][b] - C[a][a]).slice(0, 2);
  return { vectors: order.map((j) => V.map((line) => line[j])), sizes: order.map((j) => C[j][j]) };
}

/**
 * The same of a large C, by subspace iteration (H. Rutishauser, 1970); null where it does not settle.
 * @param {Float64Array[]} C  @returns {{vectors: number[][], sizes: number[]} | null}
 */
function leading(C) {
  const dot = (a, b) => a.reduce((sum, x, j) => sum + x * b[j], 0), b = Math.min(BLOCK, C.length);
  const span = (vectors, Q) => Q.map((_, k) =>
    vectors[0].map((__, j) => Q.reduce((sum, q, i) => sum + q[k] * vectors[i][j], 0)));
  let V = upright(Array.from({ length: b }, (_, k) => C.map((__, j) => Math.sin(1.7 * (j + 1) * (k + 1)))));
  for (let round = 0; round < ROUNDS; round++) {
    const W = V.map((v) => C.map((line) => dot(v, line)));
    const B = V.map((v) => Float64Array.from(W, (w) => dot(v, w))), Q = diagonalise(B);
    const sizes = B.map((line, k) => line[k]), X = span(V, Q), CX = span(W, Q);
    const order = sizes.map((_, k) => k).sort((p, q) => sizes[q] - sizes[p]).slice(0, 2);
    const left = order.map((k) => length(CX[k].map((value, j) => value - sizes[k] * X[k][j])));
    if (Math.max(...left) <= NEAR * Math.abs(sizes[order[0]])) {
      return { vectors: order.map((k) => X[k]), sizes: order.map((k) => sizes[k]) };
    }
    V = upright(CX);
  }
  return null;
}

/** At right angles, of length 1; 0 where nothing is left. @param {number[][]} vectors */
function upright(vectors) {
  const made = /** @type {number[][]} */ ([]);
  for (const v of vectors) {
    const all = length(v);
    for (let again = 0; again < 2; again++) rest(v, made, 0);
    const size = length(v);
    made.push(v.map((x) => (size > 1e-14 * all ? x / size : 0)));
  }
  return made;
}

/** With its largest coefficient above 0. @param {number[]} v */
function pointed(v) {
  const largest = v.reduce((top, x) => (Math.abs(x) > Math.abs(top) ? x : top), 0);
  return largest < 0 ? v.map((x) => -x) : v;
}

/** Rotate a symmetric A (m, m) until it is diagonal (C. Jacobi, 1846); returns the directions, as columns. */
function diagonalise(A) {
  const m = A.length, V = Array.from({ length: m }, (_, j) => Array.from({ length: m }, (__, k) => Number(j === k)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0, on = 0;
    for (let j = 0; j < m; j++) for (let k = 0; k <= j; k++) (j === k ? (on += A[j][j] ** 2) : (off += A[j][k] ** 2));
    if (off <= SMALL * on) break;
    for (let p = 0; p < m; p++) for (let q = p + 1; q < m; q++) if (A[p][q]) rotate(A, V, p, q);
  }
  return V;
}

/** One rotation, after which A[p][q] is 0. */
function rotate(A, V, p, q) {
  const m = A.length, theta = (A[q][q] - A[p][p]) / (2 * A[p][q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1)), c = 1 / Math.hypot(t, 1), s = t * c;
  const turned = (x, y) => [c * x - s * y, s * x + c * y];
  for (let k = 0; k < m; k++) [A[k][p], A[k][q]] = turned(A[k][p], A[k][q]);
  for (let k = 0; k < m; k++) [A[p][k], A[q][k]] = turned(A[p][k], A[q][k]);
  for (let k = 0; k < m; k++) [V[k][p], V[k][q]] = turned(V[k][p], V[k][q]);
}
