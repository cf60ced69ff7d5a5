/** What S3 says of a login, in either form; each is an answer of HTTP 403. */
const s3Words = new RegExp(
  [
    "Access ?Denied",
    "InvalidAccessKeyId|Access Key Id you provided",
    "SignatureDoesNotMatch|signature we calculated",
    "Expired ?Token|token has expired",
  ].join("|"),
  "i",
)

/**
 * Why a cache doesn't let Nix in, in a few words; undefined where Nix failed
 * for another reason. Sources: nix src/libstore/filetransfer.cc (HTTP, and S3
 * since 2.33); s3-binary-cache-store.cc before (AWS's own words).
 */
export function denialIn(stderr: string): string | undefined {
  const [, status] = /HTTP error (401|403|407)\b/.exec(stderr) ?? []
  if (status !== undefined) {
    const [, code] = /<Code>(\w+)<\/Code>/.exec(stderr) ?? []
    return code === undefined ? `HTTP ${status}` : `HTTP ${status}, ${code}`
  }
  const [line] = /AWS error [^\n]*/.exec(stderr) ?? []
  if (line === undefined) return undefined
  return s3Words.exec(line)?.[0]
}
