import { stripVTControlCharacters } from "node:util"

// Control characters but tab and newline; what reorders or hides text
// (https://trojansource.codes) or can't be seen; Unicode's own ends of lines.
const unsafe =
  /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

// Strings for the terminal (OSC, DCS, SOS, PM, APC), up to their end or ours.
const strings = new RegExp(
  String.raw`(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])` +
    String.raw`[^\u0007\u001B\u009C\n]*(?:\u0007|\u001B\\|\u009C)?`,
  "gu",
)

/** Text of a host, safe to print: no escapes, no control characters. */
export function strip(text: string): string {
  const withoutStrings = text.replaceAll("\r\n", "\n").replaceAll(strings, "")
  return stripVTControlCharacters(withoutStrings).replaceAll(unsafe, "")
}

/** The last lines that say something, stripped; evidence for errors. */
export function lastLines(text: string, count = 10): string[] {
  return strip(text)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-count)
}
