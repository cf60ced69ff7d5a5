/** The bytes of the whole file that an answer is of; undefined: unsaid. */
export function sizeOf({ headers, status }: Response): number | undefined {
  const text =
    status === 206 || status === 416
      ? /\/(\d+)$/.exec(headers.get("content-range") ?? "")?.[1]
      : headers.get("content-length")
  return text === null || text === undefined ? undefined : Number(text)
}
