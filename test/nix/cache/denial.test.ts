import { expect, test } from "vitest"
import { denialIn } from "../../../src/nix/cache/denial.ts"

const uploading = "error: unable to upload 'https://b.s3': HTTP error 403"
const body = (code: string) => `
       response body:

       <?xml version="1.0"?><Error><Code>${code}</Code></Error>`

test.each([
  // As Nix 2.34.8 has said it of s3rver behind a login.
  [
    "error: unable to download 'http://10.0.0.1/cache/nix-cache-info': " +
      `HTTP error 403\n${body("AccessDenied")}`,
    "HTTP 403, AccessDenied",
  ],
  [
    `${uploading}\n${body("SignatureDoesNotMatch")}`,
    "HTTP 403, SignatureDoesNotMatch",
  ],
  [
    "error: unable to download 'http://a/x.narinfo': HTTP error 401",
    "HTTP 401",
  ],
  // As AWS's library says it, which older releases have.
  [
    "error: AWS error uploading 'a.narinfo': The request signature we " +
      "calculated does not match the signature you provided.",
    "signature we calculated",
  ],
  [
    "error: AWS error fetching 'nix-cache-info': The AWS Access Key Id you " +
      "provided does not exist in our records.",
    "Access Key Id you provided",
  ],
  [
    "error: AWS error fetching 'nix-cache-info': Access Denied",
    "Access Denied",
  ],
])("a denial is told from %j", (stderr, reason) => {
  expect(denialIn(stderr)).toBe(reason)
})

test.each([
  "error: unable to download 'http://a/nix-cache-info': HTTP error 404",
  "error: unable to upload 'http://a/x.nar': HTTP error 503",
  "error: AWS error fetching 'nix-cache-info': curlCode: 7, Couldn't connect",
  "error: writing to file: No space left on device",
  "HTTP error 4030",
])("none from %j", (stderr) => {
  expect(denialIn(stderr)).toBeUndefined()
})
