import { Readable, Writable } from "node:stream"
import { gzipSync } from "node:zlib"
import { expect } from "vitest"
import { relay } from "../../../src/deploy/site/relay.ts"
import { openLink } from "../../../src/host/open-link.ts"
import type { Pipe } from "../../../src/host/pipe.ts"
import { signPaths, takeIn } from "../../../src/host/store/hand-over-paths.ts"
import { limitsFrom } from "../../../src/limits.ts"
import {
  type PathInfo,
  parsePathInfos,
} from "../../../src/nix/cache/path-info.ts"
import { generateKeyPair } from "../../../src/nix/cache/signing-key.ts"
import { on, shellOf } from "../../host/rehearsed/machine.ts"
import type { LabHost } from "../../lab/host.ts"
import { httpCache } from "../../lab/http-cache.ts"
import { putPath } from "../../lab/put-path.ts"
import { test } from "../../lab/test.ts"
import { endless } from "../../nix/cache/http-caches.ts"

/** A big path, a small one, and one that refers to that. */
const expression = `let
  make = name: text: derivation {
    inherit name;
    args = [ "-c" text ];
    builder = "/bin/sh";
    system = "x86_64-linux";
  };
  small = make "relay-small"
    "(echo small; /bin/busybox head -c 200000 /dev/urandom) > $out";
in [
  (make "relay-big" "/bin/busybox head -c 40000000 /dev/zero > $out")
  small
  (make "relay-refers" "echo \${small} > $out")
]`

type Made = {
  readonly infos: readonly PathInfo[]
  readonly key: string
  readonly nars: readonly Buffer[]
}

/** Paths as a build site has them; the host has them no more. */
async function made(host: LabHost): Promise<Made> {
  const build = `nix-build --no-out-link -E '${expression}' 2>/dev/null`
  const paths = (await on(host, build)).split("\n")
  const signed = await signPaths(shellOf(host), { name: "site", paths })
  const { found } = parsePathInfos(signed.json)
  const nars = await Promise.all(
    paths.map(async (path) => {
      const text = await on(host, `nix-store --dump ${path} | base64 -w 0`)
      return Buffer.from(text, "base64")
    }),
  )
  await on(host, `nix-store --delete ${paths.join(" ")}`)
  const infos = paths.map((path) => found.find((one) => one.path === path))
  return { infos: infos as PathInfo[], key: signed.key, nars }
}

/** A build site that sends these bytes, whatever it is asked for. */
function sending(bytes: Iterable<Buffer>, close = () => {}): Pipe {
  return async () => ({
    close,
    ended: Promise.resolve({ exit: 0, how: "ended", signal: undefined }),
    stderr: Readable.from([]),
    stdin: new Writable(),
    stdout: Readable.from(bytes),
  })
}

async function relayed(
  host: LabHost,
  made: Made,
  bytes: Iterable<Buffer>,
  close?: () => void,
) {
  const { address, hostKey, name } = host
  const { signal } = new AbortController()
  const environment = { ...process.env, SDOPS_SSH_CONFIG: host.sshConfig }
  const link = await openLink(
    { address, hostKey, name, port: undefined, user: "root" },
    { environment, limits: limitsFrom({}), signal },
  )
  await using _ = link.connection
  const lines: string[] = []
  const ended = await relay(
    {
      host: { name, pipe: link.pipe },
      site: { name: "site", pipe: sending(bytes, close) },
    },
    {
      config: `extra-trusted-public-keys = ${made.key}\n`,
      infos: made.infos,
      onLine: (line) => void lines.push(line),
    },
    { signal },
  )
  return { ...ended, said: lines.join("\n") }
}

/** Names of those that the host has. */
async function has(host: LabHost, { infos }: Made): Promise<string[]> {
  const all = infos.map(({ path }) => path)
  const check = `nix-store --check-validity --print-invalid ${all.join(" ")}`
  const lacks = await on(host, check)
  return all
    .filter((path) => !lacks.includes(path))
    .map((path) => path.slice(path.indexOf("relay-")))
}

test("what came before a cut stays, and only the rest is sent again", async ({
  host,
}) => {
  const all = await made(host)
  const [big = Buffer.alloc(0), ...small] = all.nars
  // gzip of zeros is short, and random bytes stay long: the second is cut.
  const whole = gzipSync(Buffer.concat([big, ...small]))
  const cut = await relayed(host, all, [
    whole.subarray(0, whole.length - 100_000),
  ])
  expect(cut).toMatchObject({ exit: 0, missing: 2 })
  expect(await has(host, all)).toEqual(["relay-big"])
  const rest = { ...all, infos: all.infos.slice(1), nars: small }
  const after = await relayed(host, rest, [gzipSync(Buffer.concat(small))])
  expect(after).toMatchObject({ exit: 0, missing: 0 })
  expect(await has(host, all)).toEqual([
    "relay-big",
    "relay-small",
    "relay-refers",
  ])
  // It is as the site has signed it, and nothing else is left.
  const refers = all.infos[2]?.path ?? ""
  const verify = `nix --extra-experimental-features nix-command store verify \
    --trusted-public-keys ${all.key} ${refers}`
  await on(host, verify)
  expect(await on(host, "ls /nix/var/sdops")).toBe("signing-key")
  await on(host, `nix-store --delete ${all.infos.map((i) => i.path).join(" ")}`)
})

test.for([
  ["unsigned", (info: PathInfo) => ({ ...info, signatures: [] }), false],
  ["other than what was signed", (info: PathInfo) => info, true],
] as const)(
  "nothing is taken that is %s",
  async ([, edit, spoil], { host }) => {
    const all = await made(host)
    const edited = { ...all, infos: all.infos.map(edit) }
    const nars = all.nars.map((nar) => Buffer.from(nar))
    const [, small] = nars
    if (spoil && small) small[small.indexOf("small")] = 65
    const bytes = [gzipSync(Buffer.concat(nars))]
    const { exit, said } = await relayed(host, edited, bytes)
    expect(exit).not.toBe(0)
    expect(said).toMatch(/signature|hash|not trusted/)
    const got = await has(host, all)
    expect(got).not.toContain("relay-small")
    expect(got).not.toContain("relay-refers")
  },
)

test.for([
  ["from its beginning", () => [], []],
  [
    "behind what was asked for",
    ({ nars }: Made) => nars,
    ["relay-big", "relay-small", "relay-refers"],
  ],
] as const)(
  "a build site that goes on without end %s is left",
  async ([, begin, kept], { host }) => {
    const all = await made(host)
    const more = gzipSync(Buffer.alloc(1_000_000))
    let pieces = 0
    function* endlessly() {
      yield gzipSync(Buffer.concat([...begin(all)]))
      for (;;) {
        pieces += 1
        yield more
      }
    }
    let left = false
    const { exit } = await relayed(host, all, endlessly(), () => {
      left = true
    })
    expect(exit === 0).toBe(kept.length > 0)
    expect(await has(host, all)).toEqual(kept)
    expect(left).toBe(true)
    // It has stopped, and nothing of it is left.
    const sent = pieces
    expect(await on(host, "ls /nix/var/sdops")).toBe("signing-key")
    expect(pieces).toBe(sent)
    if (kept.length === 0) return
    const paths = all.infos.map(({ path }) => path)
    await on(host, `nix-store --delete ${paths.join(" ")}`)
  },
)

test("an archive without end is given up, and its cache is named", async ({
  host,
}) => {
  await using cache = await httpCache(host.lab)
  const key = generateKeyPair("rehearsal-1")
  const path = `/nix/store/${"z".repeat(32)}-endless`
  putPath(cache, path, { key })
  // A file of a terabyte, by its own word.
  const nar = `/nar/${"z".repeat(32)}.nar`
  const head = Buffer.from((cache.files.get(nar) as Buffer).subarray(0, 96))
  const size = head.indexOf("contents") + "contents".length
  head.writeBigUInt64LE(2n ** 40n, size)
  cache.poison.by = (response, { url }) => {
    if (url !== nar) return false
    response.write(head.subarray(0, size + 8))
    endless(response, "x".repeat(65_536))
    return true
  }
  const lines: string[] = []
  const taken = await takeIn(shellOf(host), {
    cached: [path],
    config: `substituters = ${cache.url}
trusted-public-keys = ${key.public}
`,
    host: host.name,
    hosts: "",
    onLine: (line) => void lines.push(line),
    paths: [path],
    store: "",
    toplevel: path,
  })
  // Only the site may still have it.
  expect(taken).toMatchObject({ lacks: true, missing: 1 })
  expect(lines.join("\n")).toContain(
    `the archive of '${path}' from '${cache.url}' has no end`,
  )
  const left = "find /nix/store -name '*endless*' -size +64M"
  expect(await on(host, `${left}; pgrep -f '[e]ndless' || true`)).toBe("")
})
