// QR codes (ISO/IEC 18004) of short texts: bytes, versions 1 to 6, error correction M.

const DATA = [16, 28, 44, 64, 86, 108]; // data codewords of each version
const CHECKS = [10, 16, 26, 18, 24, 16]; // codewords of error correction of each block
const BLOCKS = [1, 1, 1, 2, 2, 4]; // blocks of one length each
const FORMAT = 0b101010000010010;

// Powers and logarithms of 2 in the field of 256 elements.
const powers = [1];
for (let index = 1; index < 255; index += 1) {
  const next = powers[index - 1] << 1;
  powers.push(next > 255 ? next ^ 0x11d : next);
}
const logarithms = [];
powers.forEach((power, index) => { logarithms[power] = index; });
const product = (one, other) => (one && other ? powers[(logarithms[one] + logarithms[other]) % 255] : 0);

// The rows of the code, dark modules true; null where the text is too long.
export function encode(text) {
  const bytes = new TextEncoder().encode(text);
  const version = DATA.findIndex((room) => bytes.length + 2 <= room);
  if (version < 0) return null;
  const words = interleaved(codewords(bytes, DATA[version]), version);
  const candidates = Array.from({ length: 8 }, (_, mask) => drawn(words, version, mask));
  const scores = candidates.map(penalty);
  return candidates[scores.indexOf(Math.min(...scores))];
}

// Mode, length and bytes, with an end and what fills the rest.
function codewords(bytes, room) {
  const nibbles = [4, bytes.length >> 4, bytes.length & 15, ...[...bytes].flatMap((byte) => [byte >> 4, byte & 15]), 0];
  const words = [];
  for (let index = 0; index < nibbles.length; index += 2) words.push(nibbles[index] << 4 | nibbles[index + 1]);
  for (let index = 0; words.length < room; index += 1) words.push(index % 2 ? 0x11 : 0xec);
  return words;
}

function interleaved(words, version) {
  const length = DATA[version] / BLOCKS[version];
  const blocks = Array.from({ length: BLOCKS[version] }, (_, index) => words.slice(index * length, (index + 1) * length));
  const checks = blocks.map((block) => remainder(block, generator(CHECKS[version])));
  const across = (rows) => rows[0].flatMap((_, column) => rows.map((row) => row[column]));
  return [...across(blocks), ...across(checks)];
}

// The product of all (x - 2^i), highest power first and left out.
function generator(degree) {
  let factors = [1];
  for (let index = 0; index < degree; index += 1) {
    factors = [...factors, 0].map((factor, place) => factor ^ product(factors[place - 1] ?? 0, powers[index]));
  }
  return factors.slice(1);
}

function remainder(block, divisor) {
  const rest = [...block, ...divisor.map(() => 0)];
  block.forEach((_, index) => {
    const factor = rest[index];
    divisor.forEach((coefficient, place) => { rest[index + 1 + place] ^= product(coefficient, factor); });
  });
  return rest.slice(block.length);
}

const masks = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2, (x, y) => (x * y) % 2 + (x * y) % 3,
  (x, y) => ((x * y) % 2 + (x * y) % 3) % 2, (x, y) => ((x + y) % 2 + (x * y) % 3) % 2,
];

function drawn(words, version, mask) {
  const size = 21 + 4 * version;
  const rows = Array.from({ length: size }, () => Array(size).fill(null));
  drawPatterns(rows, size, version);
  drawFormat(rows, size, mask);
  drawWords(rows, size, words, masks[mask]);
  return rows;
}

// Rings around a centre: dark, light, dark, as far as `reach`, and light beyond.
function drawRings(rows, size, centerX, centerY, reach, lightRings) {
  for (let y = centerY - reach; y <= centerY + reach; y += 1) {
    for (let x = centerX - reach; x <= centerX + reach; x += 1) {
      const ring = Math.max(Math.abs(x - centerX), Math.abs(y - centerY));
      if (x >= 0 && y >= 0 && x < size && y < size) rows[y][x] = !lightRings.includes(ring);
    }
  }
}

function drawPatterns(rows, size, version) {
  for (let index = 0; index < size; index += 1) rows[6][index] = rows[index][6] = index % 2 === 0;
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) drawRings(rows, size, x, y, 4, [2, 4]);
  if (version > 0) drawRings(rows, size, size - 7, size - 7, 2, [1]);
}

// Error correction M is 00; five bits with ten of error correction (BCH), written twice.
function drawFormat(rows, size, mask) {
  let rest = mask << 10;
  for (let bit = 14; bit >= 10; bit -= 1) if (rest >> bit & 1) rest ^= 0x537 << (bit - 10);
  const bits = (mask << 10 | rest) ^ FORMAT;
  for (let index = 0; index < 15; index += 1) {
    const isDark = (bits >> index & 1) === 1;
    const near = index < 6 ? index : index < 8 ? index + 1 : 14 - index;
    if (index < 8) rows[near][8] = rows[8][size - 1 - index] = isDark;
    else rows[8][index === 8 ? 7 : near] = rows[size - 15 + index][8] = isDark;
  }
  rows[size - 8][8] = true;
}

// Two columns at a time from the right, up and down in turn, past the upright timing pattern.
function drawWords(rows, size, words, isLight) {
  let index = 0;
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < size; step += 1) {
      const isUp = (right < 6 ? right + 1 : right) / 2 % 2 === (size - 1) / 2 % 2;
      const y = isUp ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (rows[y][x] !== null) continue;
        const bit = (words[index >> 3] ?? 0) >> (7 - (index & 7)) & 1;
        rows[y][x] = (bit === 1) !== (isLight(x, y) === 0);
        index += 1;
      }
    }
  }
}

// How hard a code is to read: long runs, squares, what looks like a finder, too much of one colour.
function penalty(rows) {
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  const lines = [...rows, ...columns].map((line) => line.map(Number).join(""));
  let score = 0;
  for (const line of lines) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) score += run.length - 2;
    score += 40 * (line.match(/(?=00001011101|10111010000)/g) ?? []).length;
  }
  for (let y = 1; y < rows.length; y += 1) {
    for (let x = 1; x < rows.length; x += 1) {
      const [one, ...others] = [rows[y][x], rows[y - 1][x], rows[y][x - 1], rows[y - 1][x - 1]];
      if (others.every((other) => other === one)) score += 3;
    }
  }
  const dark = rows.flat().filter(Boolean).length / rows.length ** 2;
  return score + 10 * Math.floor(Math.abs(dark - 0.5) * 20);
}
