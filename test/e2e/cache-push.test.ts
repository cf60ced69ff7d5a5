import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { cachePushed, keyMade } from "../../src/caches/result.ts"
import { type LabFleet, makeFleet } from "../lab/fleet.ts"
import { httpCache } from "../lab/http-cache.ts"
import { test } from "../lab/test.ts"
import { sdops } from "./sdops.ts"
import { untouched } from "./untouched.ts"

async function keyOf(fleet: LabFleet, name: string) {
  const file = join(fleet.root, `${name}.secret`)
  const words = ["cache", "keygen", name, "--out", file, "--json"]
  const run = await sdops(fleet, words)
  const { key, reference } = keyMade.parse(JSON.parse(run.stdout))
  const secret = (await readFile(file, "utf8")).trim()
  return { key, reference, secret: secret.slice(secret.indexOf(":") + 1) }
}

test("what is pushed is signed, whole, and verified by Nix itself", async ({
  host,
}) => {
  await using fleet = await makeFleet([host])
  const made = await keyOf(fleet, "rehearsal-1")
  const push = (to: string, ...words: readonly string[]) =>
    sdops(fleet, ["cache", "push", host.name, "--to", to, ...words])
  const signed = ["--key-file", made.reference, "--json"]
  const to = "file:///srv/cache"

  // Uploaded by somebody else before, without a signature of ours.
  const { current } = await host.system()
  const nix = "nix --extra-experimental-features nix-command"
  await host.exec(`${nix} copy --to ${to} ${current}`)

  const run = await untouched(host, () => push(to, ...signed))
  const pushed = cachePushed.parse(JSON.parse(run.stdout))
  expect(pushed).toMatchObject({ host: host.name, key: made.key, to })
  expect(pushed.system).toBe(current)
  const verified = await host.exec(
    `${nix} store verify --store ${to} --recursive --no-contents \\
      --sigs-needed 1 --option trusted-public-keys '${made.key}' ${current}`,
  )
  expect(verified.stderr).not.toContain("untrusted")
  expect(verified.exit).toBe(0)

  // The secret half is nowhere on the host, nor in what sdops said.
  expect(run.stdout + run.stderr).not.toContain(made.secret)
  const found = await host.exec(`
    journalctl --no-pager | grep -cF '${made.secret}' || true
    grep -rlF '${made.secret}' /srv /tmp /run /root /var /etc /nix/var \\
      2>/dev/null || true`)
  expect(found.stdout.trim()).toBe("0")

  // Only what is heavy, to a server that takes uploads; as its user sees it.
  await using cache = await httpCache(host.lab)
  const shown = await push(cache.url, "--key-file", made.reference, "--heavy")
  expect(shown.exit).toBe(0)
  expect(shown.stdout).toMatch(/heavy +linux 6\.12/)
  expect(shown.stdout).toContain(made.key)
  expect(shown.stderr).toMatch(/: copying path '\/nix\/store\/.*linux-6/)
  const narinfos = [...cache.files.keys()].filter((it) =>
    it.endsWith("narinfo"),
  )
  expect(narinfos).toHaveLength(1)

  const failed = async (words: readonly string[]) => {
    const { exit, stdout } = await push(...(words as [string]), "--json")
    return { exit, ...JSON.parse(stdout).error }
  }
  const nowhere = `http://${host.lab.net}.1:9`
  expect(await failed([nowhere, "--key-file", made.reference])).toMatchObject({
    code: "SDOPS_CACHE_PUSH",
    exit: 1,
    host: host.name,
    message: expect.stringContaining("onnect"),
  })
  expect(await failed([to, "--key-file", "env:HOME"])).toMatchObject({
    code: "SDOPS_SIGNING_KEY",
    exit: 2,
  })
  const built = [to, "--key-file", made.reference, "--built"]
  expect(await failed(built)).toMatchObject({
    code: "SDOPS_NOTHING_TO_PUSH",
    exit: 1,
  })
})
