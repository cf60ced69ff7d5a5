import { expect, test } from "vitest"
import { attributePath } from "../../src/upkeep/evaluating/attribute.ts"

test.each([
  ["networking.hostName", '"networking"."hostName"'],
  ["users", '"users"'],
  ['users.users."ada.x".home', '"users"."users"."ada.x"."home"'],
  [
    'environment.etc."ssh/sshd_config".text',
    '"environment"."etc"."ssh/sshd_config"."text"',
  ],
  ["services.sdops-app.x'", '"services"."sdops-app"."x\'"'],
  ['""', '""'],
])("%s is %s", (written, path) => {
  expect(attributePath(written)).toBe(path)
})

test.each([
  "",
  ".",
  "a.",
  ".a",
  "a..b",
  "a b",
  'a."b',
  'a."b"c',
  'a."${x}"',
  'a."b\\"c"',
  "a#b",
  "a\nb",
  "$(x)",
])("%j is no attribute", (written) => {
  expect(() => attributePath(written)).toThrow(
    expect.objectContaining({ code: "SDOPS_USAGE" }),
  )
})
