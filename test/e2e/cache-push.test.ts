import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { cachePushed, keyMade } from "../../src/caches/result.ts"
import { type LabFleet, makeFleet } from "../lab/fleet.ts"
import { httpCache } from "../lab/http-cache.ts"
import { test } from "../lab/test.ts"
import { s3Server } from "../lab/s3-server.ts"
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
  cache.poison.by = (response, { method }) => {
    if (method !== "PUT") return false
    response.writeHead(403).end()
    return true
  }
  const shut = [cache.url, "--key-file", made.reference]
  expect(await failed(shut)).toMatchObject({
    code: "SDOPS_CACHE_DENIED",
    exit: 1,
    host: host.name,
    message: expect.stringContaining(`${cache.url} refuses the login`),
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

test("a machine behind SSH gets what is signed, and keeps no trust", async ({
  host,
  launchHost,
}) => {
  const cellar = await launchHost()
  await using fleet = await makeFleet([host])
  const made = await keyOf(fleet, "rehearsal-2")
  await cellar.exec(`echo '${host.hostKey}' >>/root/.ssh/authorized_keys`)
  const pinned = Buffer.from(cellar.hostKey).toString("base64")
  const parameters = new URLSearchParams({
    "base64-ssh-public-host-key": pinned,
    "ssh-key": "/etc/ssh/ssh_host_ed25519_key",
  })
  const { current } = await host.system()
  const nix = "nix --extra-experimental-features nix-command"
  for (const scheme of ["ssh-ng", "ssh"]) {
    const to = `${scheme}://root@${cellar.address}?${parameters}`
    const words = ["--to", to, "--key-file", made.reference, "--json"]
    const run = await sdops(fleet, ["cache", "push", host.name, ...words])
    expect(run.exit, run.stdout + run.stderr).toBe(0)
    const pushed = cachePushed.parse(JSON.parse(run.stdout))
    expect(pushed.paths).toBeGreaterThan(10)
    // What it had before, unsigned, is signed now too.
    const verified = await cellar.exec(
      `${nix} store verify --recursive --no-contents --sigs-needed 1 \\
        --option trusted-public-keys '${made.key}' ${current}`,
    )
    expect(verified.exit, verified.stderr).toBe(0)
  }
  const trusted = await cellar.exec(["cat", "/etc/nix/nix.conf"])
  expect(trusted.stdout).not.toContain("rehearsal-2")
})

test("S3 has what is pushed, or the host's Nix can't open it", async ({
  annotate,
  host,
}) => {
  await using fleet = await makeFleet([host])
  const made = await keyOf(fleet, "rehearsal-3")
  const version = (await host.exec(["nix", "--version"])).stdout.trim()
  const folder = process.env["SDOPS_S3_SERVER"]
  const push = (at: string) => {
    const to = `s3://cache?endpoint=${at}&scheme=http&region=us-east-1`
    const words = ["--to", to, "--key-file", made.reference, "--json"]
    const all = ["cache", "push", host.name, "--s3-login", "env:S3", ...words]
    return sdops(fleet, all, {
      environment: { S3: "s3-rehearsal-id:s3-rehearsal-secret" },
    })
  }
  if (/ 2\.26\./.test(version)) {
    await annotate(`${version} of Debian was built without S3`)
    const run = await push("127.0.0.1:9")
    expect(JSON.parse(run.stdout).error).toMatchObject({
      code: "SDOPS_CACHE_SCHEME",
      message: "this host's Nix can't open s3:// caches",
    })
    return
  }
  if (folder === undefined) {
    await annotate("SDOPS_S3_SERVER names no folder with a server")
    return
  }
  // Debian's asks without a login, which this server lets pass.
  await annotate(`${version}, s3rver of ${folder}`)
  await using server = await s3Server(host.lab, folder)
  server.open = false
  const denied = await push(server.at)
  expect(JSON.parse(denied.stdout).error).toMatchObject({
    code: "SDOPS_CACHE_DENIED",
    message: expect.stringContaining("HTTP 403, AccessDenied"),
  })
  server.open = true
  const run = await push(server.at)
  expect(run.exit, run.stdout + run.stderr).toBe(0)
  expect(cachePushed.parse(JSON.parse(run.stdout)).paths).toBeGreaterThan(10)
  const found = await host.exec(`
    journalctl --no-pager | grep -cE 's3-rehearsal' || true
    grep -rlE 's3-rehearsal' /tmp /run /root /var /etc /nix/var \\
      2>/dev/null || true`)
  expect(found.stdout.trim()).toBe("0")
})
