/** What a picture's file says besides its pixels, by its own keywords. */
export type Words = ReadonlyMap<string, string>

/** Bytes of one text; the largest workflows have some hundred thousand. */
export const longestText = 8 * 1024 * 1024

/** Texts of a picture; more make no sense. */
export const mostTexts = 256

/** UTF-8 where it is, else what PNG's tEXt is by its own words: Latin-1. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString("latin1")
  }
}
