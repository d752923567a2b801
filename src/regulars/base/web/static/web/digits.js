// Digits of other scripts: read as ASCII, written as the reader of a language writes them.

const ZEROS = [0x0660, 0x06f0, 0x0e50, 0x0966]; // Arabic, Persian, Thai, Devanagari

export function toAscii(text) {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0e50-\u0e59\u0966-\u096f]/g, (digit) => {
    const code = digit.codePointAt(0);
    return String(code - ZEROS.find((zero) => code >= zero && code < zero + 10));
  });
}

export function writeDigits(text, language) {
  if (language !== "fa") return text;
  return text.replace(/[0-9]/g, (digit) => String.fromCodePoint(0x06f0 + Number(digit)));
}
