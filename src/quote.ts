/**
 * Quotes text as one word of a POSIX shell script. The only quoting function;
 * its result goes into scripts, never into an SSH command string.
 * Errors: a `TypeError` for NUL, which no shell word can hold.
 */
export function quote(text: string): string {
  if (text.includes("\0")) throw new TypeError("a NUL cannot be quoted")
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
