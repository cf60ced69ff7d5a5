import { deliver } from "../src/deploy/site/deliver.ts"
import { type Link, openLink } from "../src/host/open-link.ts"
import { limitsFrom } from "../src/limits.ts"
import { letIn } from "../test/e2e/builder.ts"
import type { LabHost } from "../test/lab/host.ts"
import { launch } from "../test/lab/launch.ts"
import { requireLab } from "../test/lab/requirements.ts"
import { labFrom } from "../test/lab/settings.ts"
import { type Benchmark, type Row, row } from "./benchmark.ts"
import { moveIn, sure } from "./peers/move-in.ts"

const turns = 3

/** 17 MB in 150 paths, two thirds of them of what compresses badly. */
const paths = `
  cd "$(mktemp -d)"
  for at in $(seq 150); do
    if [ $((at % 5)) = 0 ]; then head -c 400000 /dev/urandom >"file-$at"
    else seq "$at" 8000 >"file-$at"; fi
    nix-store --add "$PWD/file-$at"
  done`

/** What a user may type on the build site; root there may log in. */
const peers = {
  "nix copy": (to: string, all: string) =>
    `nix --extra-experimental-features nix-command \\
      copy --no-check-sigs --to ssh-ng://root@${to} ${all}`,
  "nix-copy-closure": (to: string, all: string) =>
    `nix-copy-closure --to root@${to} ${all}`,
  "tar | ssh": (to: string, all: string) =>
    `tar -C / -c ${all.replaceAll("/nix", "nix")} |
      ssh root@${to} 'mkdir -p /tmp/copied; tar -C /tmp/copied -x'`,
}

/** 20 Mbit/s, and 40 ms there and back. */
const slow = { delay: 20, rate: 20_000 }

/**
 * Brings paths from a build site to a host: directly, as the host takes them,
 * and through this machine, against what copies on the build site.
 */
export const copies: Benchmark = {
  name: "copies",
  async run() {
    const lab = labFrom(process.env)
    await requireLab(lab)
    await using host = await launch(lab)
    await using site = await launch(lab)
    await letIn(site, host)
    await moveIn(site, [host])
    const there = (await sure(site, paths)).trim().split("\n")
    await using near = await linkTo(host)
    await using far = await linkTo(site)
    const ways = waysOf({ far: far.link, host, near: near.link, site, there })
    const rows: Row[] = []
    for (const link of ["a plain link", "a slow link"]) {
      if (link === "a slow link") await host.wire(slow)
      rows.push(...(await measured(link, host, there, ways)))
    }
    return rows
  },
}

type Way = { readonly copy: () => Promise<unknown>; readonly name: string }
type Place = {
  readonly far: Link
  readonly host: LabHost
  readonly near: Link
  readonly site: LabHost
  readonly there: readonly string[]
}

function waysOf(place: Place): readonly Way[] {
  const { host, site, there } = place
  return [
    { copy: () => ours(place, true), name: "directly" },
    { copy: () => ours(place, false), name: "through this machine" },
    ...Object.entries(peers).map(([name, script]) => ({
      copy: () => sure(site, script(host.address, there.join(" "))),
      name,
    })),
  ]
}

/** As a deployment brings a host what its build site has made. */
async function ours(
  { far, host, near, site, there }: Place,
  direct: boolean,
): Promise<void> {
  const { address, hostKey } = site
  const machine = {
    address,
    features: [],
    hostKey,
    identity: "/etc/ssh/ssh_host_ed25519_key",
    mandatoryFeatures: [],
    maxJobs: 1,
    name: "site",
    port: 22,
    speedFactor: 1,
    systems: ["x86_64-linux"],
    user: "root",
  }
  const { signal } = new AbortController()
  await deliver(
    {
      closure: there,
      facts: { freeNix: undefined },
      fleet: { builders: {}, caches: [] },
      host,
      link: near,
      shared: {
        link: far,
        machine: direct ? machine : undefined,
        name: "site",
      },
      toplevel: there.at(-1) ?? "",
    },
    { output: () => {}, say: () => {}, show: () => {}, signal },
  )
}

/** Each way in turn; what has come is deleted in between. */
async function measured(
  link: string,
  host: LabHost,
  there: readonly string[],
  ways: readonly Way[],
): Promise<readonly Row[]> {
  const taken = new Map<string, number[]>(ways.map(({ name }) => [name, []]))
  for (let turn = 0; turn < turns; turn += 1) {
    for (const { copy, name } of ways) {
      const began = performance.now()
      await copy()
      const seconds = (performance.now() - began) / 1000
      taken.get(name)?.push(seconds)
      console.error(`${link}: ${name} ${seconds.toFixed(2)} s`)
      const gone = `nix-store --delete --ignore-liveness ${there.join(" ")}`
      await host.exec(`${gone} || true; rm -rf /tmp/copied`)
    }
  }
  const of = (name: string) => taken.get(name) ?? []
  return ["directly", "through this machine"].flatMap((name) =>
    Object.keys(peers).map((peer) =>
      row(`${link}, ${name}`, of(name), { name: peer, values: of(peer) }, "s"),
    ),
  )
}

async function linkTo({ address, hostKey, name, sshConfig }: LabHost) {
  const { signal } = new AbortController()
  const environment = { ...process.env, SDOPS_SSH_CONFIG: sshConfig }
  const link = await openLink(
    { address, hostKey, name, port: undefined, user: "root" },
    { environment, limits: limitsFrom({}), signal },
  )
  return {
    link,
    [Symbol.asyncDispose]: () => link.connection[Symbol.asyncDispose](),
  }
}
