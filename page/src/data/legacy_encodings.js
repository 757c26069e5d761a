// Which of the encodings that programs wrote before UTF-8 a text is in: the one in which it is the likeliest.
// numnet/data/tables/encodings.py chooses among the same ones.

/**
 * Letters of languages beside those of ASCII, by the encodings that have them; of equals the first is taken.
 * @type {{[encoding: string]: string[]}}
 */
export const LETTERS = {
  "windows-1252": ["äöüß", "éèêëàâæçîïôœùûüÿ", "áéíóúñü", "áâãàçéêíóôõú", "àèéìíòóù", "åäöæøé", "áðéíóúýþæö", "ëïéèöüáó"],
  "windows-1250": ["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćžšđ", "ăâîşţ"],
  "windows-1254": ["çğıöşüâîûi̇"],
  macintosh: ["äöüß", "éèêëàâæçîïôœùûüÿ", "áéíóúñü", "áâãàçéêíóôõú", "àèéìíòóù", "åäöæøé"],
  cp850: ["äöüß", "éèêëàâæçîïôùûüÿ", "áéíóúñü", "áâãàçéêíóôõú", "àèéìíòóù", "åäöæøé"],
};
/** Alphabets that are no Latin one, the commonest letters first. @type {{[encoding: string]: string}} */
const ALPHABETS = {
  "windows-1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
  "koi8-r": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
  "windows-1253": "αοιετσνηυρπκμλςωόδίγάέήχθύώφβξζψϊϋΐΰ",
};
/** Characters that are common in texts and tables, of encodings of two bytes a character. */
const COMMON = {
  "euc-kr": "이다의는에을를가하고은지사기로한도인대정시자나일리어해서아수그부과제스라보전여장성원주구동국상경남울산",
  "shift_jis": "日一国人年大本中長出時行見月後前生間上東金入学高子外下来小山女北名川男西電校田南車京都道府県市区佐藤鈴木合格性",
  "euc-jp": "日一国人年大本中長出時行見月後前生間上東金入学高子外下来小山女北名川男西電校田南車京都道府県市区佐藤鈴木合格性",
  gb18030: "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小心多天"
    + "海北京东南市区省价格日期公司电话男女性名姓王李张刘陈高",
  big5: "的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後小心多天"
    + "台北東南市區縣價格日期公司電話男女性名姓王李張劉陳高",
};
/**
 * Characters of two bytes: [first bytes, from to; least second byte; their share of a text; how many there are], the
 * likelihood of any other, and which bytes are a character alone.  Standards put what is common first.
 * @type {{[encoding: string]: {classes: number[][], rest: number, alone?: (byte: number) => boolean}}}
 */
const DOUBLE = {
  "euc-kr": { classes: [[0xb0, 0xc8, 0xa1, 0.92, 2350], [0xa1, 0xa3, 0xa1, 0.03, 282]], rest: 0.05 / 12_000 },
  "shift_jis": { classes: [[0x82, 0x83, 0x40, 0.5, 230], [0x88, 0x97, 0x40, 0.4, 2965], [0x81, 0x81, 0x40, 0.05, 140]],
    rest: 0.05 / 4000, alone: (byte) => byte >= 0xa1 && byte <= 0xdf },
  "euc-jp": { classes: [[0xa4, 0xa5, 0xa1, 0.5, 170], [0xb0, 0xcf, 0xa1, 0.4, 2965], [0xa1, 0xa3, 0xa1, 0.05, 200]],
    rest: 0.05 / 4000 },
  gb18030: { classes: [[0xb0, 0xd7, 0xa1, 0.93, 3755], [0xa1, 0xa3, 0xa1, 0.04, 250]], rest: 0.03 / 20_000 },
  big5: { classes: [[0xa4, 0xc6, 0x40, 0.93, 5401], [0xa1, 0xa3, 0x40, 0.04, 400]], rest: 0.03 / 8000 },
};
const SIGNS = "°²³µ€£¥§©®™±×÷¼½¾–—‘’“”…·ºª¿¡«»¹¢¬";
const ASCII = 1 / 30, SIGN = 0.03 / SIGNS.length, STRANGE = 1e-6; // the likelihood of a character
const SAMPLE = 2 ** 14; // bytes of lines that are not ASCII
/** The upper half of what DOS wrote in the west, which browsers do not know. */
const CP850 = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀"
  + "ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0";

/**
 * The text of bytes in an encoding.  ``fatal``: throws `TypeError` for bytes that are not of it.
 * @param {Uint8Array} bytes  @param {string} encoding  @param {boolean} [fatal]
 */
export function textOf(bytes, encoding, fatal = false) {
  if (encoding !== "cp850") return new TextDecoder(encoding, { fatal }).decode(bytes);
  const latin = new TextDecoder("utf-8").decode(bytes.filter((byte) => byte < 128)); // all ASCII, or what goes between
  let next = 0;
  return Array.from(bytes, (byte) => (byte < 128 ? latin[next++] : CP850[byte - 128])).join("");
}

/** The likeliest encoding of a text that is not UTF-8. @param {Uint8Array} bytes */
export function legacyEncoding(bytes) {
  const sample = sampleOf(bytes);
  let best = "windows-1252", most = -Infinity;
  for (const encoding of ["windows-1252", ...Object.keys(DOUBLE), ...Object.keys(ALPHABETS), ...Object.keys(LETTERS)]) {
    const found = likelihood(sample, encoding);
    if (found > most) [best, most] = [encoding, found];
  }
  return best;
}

/** The first lines that are not ASCII, whole. @param {Uint8Array} bytes */
function sampleOf(bytes) {
  const kept = [];
  for (let start = 0; start < bytes.length && kept.length < SAMPLE;) {
    const at = bytes.indexOf(10, start), end = at < 0 ? bytes.length : at + 1;
    const line = bytes.subarray(start, Math.min(end, start + SAMPLE));
    if (line.some((byte) => byte > 127)) kept.push(...line);
    start = end;
  }
  return Uint8Array.from(kept);
}

/** The logarithm of how likely the sample is in an encoding. @param {Uint8Array} sample  @param {string} encoding */
function likelihood(sample, encoding) {
  if (DOUBLE[encoding]) return likelihoodOfPairs(sample, encoding);
  let text;
  try {
    text = textOf(sample, encoding, true);
  } catch {
    return -Infinity;
  }
  if (ALPHABETS[encoding]) return likelihoodOfText(text, alphabet(ALPHABETS[encoding]), false);
  return Math.max(...LETTERS[encoding].map((letters) => likelihoodOfText(text, latin(letters), true)));
}

/** {letter: likelihood}, the first ones more. @param {string} letters */
function alphabet(letters) {
  const weights = Array.from(letters, (_, rank) => Math.exp(-rank / 8)), sum = weights.reduce((a, b) => a + b);
  const found = new Map();
  for (const [rank, letter] of Array.from(letters).entries()) found.set(letter, weights[rank] / sum);
  return found;
}

/** {letter: likelihood}, all alike. @param {string} letters */
function latin(letters) {
  const each = letters.match(/.\u0307?/gu) ?? []; // the small letter of İ is two characters
  const found = new Map();
  for (const letter of each) found.set(letter, 0.3 / each.length);
  return found;
}

/**
 * Of a text whose letters beside ASCII are these.  In a word of Latin letters most are ASCII, in one of others none; a
 * capital comes after no small letter.
 * @param {string} text  @param {Map<string, number>} letters  @param {boolean} isLatin
 */
function likelihoodOfText(text, letters, isLatin) {
  let sum = 0;
  for (let k = 0; k < text.length; k++) {
    const letter = text[k], small = letter.toLowerCase();
    sum += Math.log(letter < "\x80" ? ASCII : SIGNS.includes(letter) ? SIGN : letters.get(small) ?? STRANGE);
    if (letter < "\x80" || !letters.has(small)) continue;
    const before = text[k - 1] ?? " ", after = text[k + 1] ?? " ";
    if (letter !== small) sum += Math.log(isSmall(before) ? 0.001 : isCapital(before) ? 0.9 : isSmall(after) ? 0.3 : 0.1);
    const ascii = [before, after].some((other) => /[a-z]/i.test(other));
    if (ascii !== isLatin) sum += Math.log(0.1);
  }
  return sum;
}

const isSmall = (letter) => letter !== letter.toUpperCase();
const isCapital = (letter) => letter !== letter.toLowerCase();

/** Of an encoding of two bytes a character. @param {Uint8Array} sample  @param {string} encoding */
function likelihoodOfPairs(sample, encoding) {
  let text;
  try {
    text = textOf(sample, encoding, true);
  } catch {
    return -Infinity;
  }
  const { classes, rest, alone } = DOUBLE[encoding], common = COMMON[encoding];
  let sum = 0, at = 0;
  for (const letter of text) {
    const byte = sample[at++];
    if (byte < 128) sum += Math.log(ASCII);
    else if (alone?.(byte)) sum += Math.log(0.02 / 63);
    else {
      const second = sample[at++];
      if (second < 0x40) at += 2; // four bytes, in gb18030
      const own = classes.find(([from, to, least]) => byte >= from && byte <= to && second >= least);
      sum += Math.log(common.includes(letter) ? 0.4 / common.length : 0.6 * (own ? own[3] / own[4] : rest));
    }
  }
  return sum;
}
