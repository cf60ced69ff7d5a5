import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { openControl } from "../../../src/deploy/site/control.ts"
import { limitsFrom } from "../../../src/limits.ts"

/** This machine, with a program of the name nix that says such things. */
async function asked(nix: string) {
  const folder = await mkdtemp(join(tmpdir(), "sdops-control-"))
  const file = join(folder, "nix")
  await writeFile(file, `#!/bin/sh\n${nix}\n`)
  await chmod(file, 0o755)
  const environment = { HOME: folder, PATH: `${folder}:/usr/bin:/bin` }
  const { signal } = new AbortController()
  const limits = limitsFrom({})
  try {
    const link = await openControl({ environment, limits, signal })
    await link.connection[Symbol.asyncDispose]()
  } finally {
    await rm(folder, { recursive: true })
  }
}

const saying = (trusted: string) => `case $1 in
  --version) echo 'nix (Nix) 2.26.3' ;;
  *) echo '{"trusted":${trusted},"url":"daemon","version":"2.26.3"}' ;;
esac`

test.for([
  ["exit 127", /it has no Nix/, /build-on: host/],
  [saying("0"), /doesn't trust the user/, /trusted-users/],
  [saying("false"), /doesn't trust the user/, /trusted-users/],
] as const)("a Nix that does %j is no build site", async ([nix, why, cure]) => {
  await expect(asked(nix)).rejects.toMatchObject({
    code: "SDOPS_CONTROL_UNFIT",
    help: [expect.stringMatching(cure)],
    message: expect.stringMatching(why),
  })
})

test.for(["1", "true"])("one that says trusted: %s is one", async (trusted) => {
  await asked(saying(trusted))
})

test("a Mac is one, whatever builds for it", async () => {
  const { platform } = process
  const say = (value: string) =>
    Object.defineProperty(process, "platform", { value })
  onTestFinished(() => void say(platform))
  say("darwin")
  await asked(saying("1"))
})
