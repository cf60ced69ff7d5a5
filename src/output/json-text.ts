/** What JSON lets stand, and a terminal would act on or hide. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/**
 * A value as JSON, the same data, in which no terminal finds anything to act
 * on: JSON itself escapes only half of the control characters. In: blanks an
 * indentation; one line without.
 */
export function jsonText(value: unknown, indent = 0): string {
  const text = JSON.stringify(value, undefined, indent) ?? "null"
  return text.replaceAll(unsafe, (found) =>
    found === "\n" ? found : escaped(found),
  )
}

/** Beyond 16 bits it is two of them. */
function escaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) =>
    text.charCodeAt(at).toString(16).padStart(4, "0"),
  )
  return units.map((unit) => `\\u${unit}`).join("")
}
