import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import {
  builderAdded,
  builderRemoved,
  type BuildersChecked,
  buildersChecked,
  buildersListed,
} from "../../src/builders/result.ts"
import { key as anotherKey } from "../builders/a-machine.ts"
import { type LabFleet, makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { builderOf, letIn } from "./builder.ts"
import { sdops } from "./sdops.ts"

async function checked(
  fleet: LabFleet,
  ...words: readonly string[]
): Promise<BuildersChecked & { readonly run: { readonly exit?: number } }> {
  const run = await sdops(fleet, ["builders", "check", "--json", ...words], {
    environment: { SDOPS_LIMIT_CONNECT: "4" },
  })
  const result = buildersChecked.parse(JSON.parse(run.stdout))
  expect(run.exit).toBe(result["exit-code"])
  return { ...result, run: { exit: run.exit ?? -1 } }
}

/** `<outcome> <system> <feature> <code>` of each finding, in order. */
function said({ checks }: BuildersChecked): readonly string[] {
  return checks.flatMap(({ findings }) =>
    findings.map(({ code, feature, outcome, system }) =>
      [outcome, system, feature, code].filter((it) => it).join(" "),
    ),
  )
}

test("a builder is added, proves what it can, and is removed", async ({
  host,
  launchHost,
}) => {
  const neon = await launchHost()
  await using fleet = await makeFleet([host])
  const file = join(fleet.root, "hosts/fleet.yaml")
  const before = await readFile(file, "utf8")

  const add = ["builders", "add", "neon", neon.address, "--max-jobs", "2"]
  add.push("--features", "big-parallel,kvm")
  // The rehearsal's own ssh_config knows each host's key.
  const config = join(fleet.root, "ssh_config")
  await writeFile(config, "Host *\n  UserKnownHostsFile /dev/null\n")
  const stranger = { environment: { SDOPS_SSH_CONFIG: config } }
  const asked = await sdops(fleet, [...add, "--json"], stranger)
  expect([asked.exit, asked.stdout]).toEqual([
    3,
    expect.stringContaining("SDOPS_NEEDS_YES"),
  ])
  expect(await readFile(file, "utf8")).toBe(before)

  const added = await sdops(fleet, [...add, "--yes", "--json"], stranger)
  const { added: written, authorise } = builderAdded.parse(
    JSON.parse(added.stdout),
  )
  expect(written).toMatchObject({
    "host-key": neon.hostKey.split(" ").slice(0, 2).join(" "),
    name: "neon",
    user: "root",
  })
  expect(authorise).toHaveLength(1)

  const shut = await checked(fleet)
  expect(said(shut)).toEqual(["bad SDOPS_BUILDER_LOGIN"])
  const [cure] = shut.checks[0]?.findings[0]?.cure ?? []
  expect(cure).toContain(host.hostKey.split(" ")[1])

  await letIn(neon, host)
  const good = await checked(fleet)
  expect(good.run.exit).toBe(0)
  expect(said(good)).toEqual([
    "ok x86_64-linux",
    "ok x86_64-linux big-parallel",
    "ok x86_64-linux kvm",
  ])
  const text = await sdops(fleet, ["builders", "check", "neon"])
  expect(text.stdout).toContain("it built for x86_64-linux with big-parallel")

  await neon.exec(`chsh -s /bin/bash root
    echo 'echo Welcome to neon' >/root/.bashrc`)
  const greeted = await sdops(fleet, ["builders", "check", "--json"])
  const { checks } = buildersChecked.parse(JSON.parse(greeted.stdout))
  const [finding] = checks[0]?.findings ?? []
  expect(finding?.code).toBe("SDOPS_BUILDER_GREETS")
  expect(finding?.finding).toContain(
    "root's login shell on neon prints `Welcome to neon`",
  )
  expect(greeted.stdout).not.toContain("oixd")
  await neon.exec("sed -i '1i [ -t 1 ] || return' /root/.bashrc")
  expect((await checked(fleet)).run.exit).toBe(0)

  const listed = await sdops(fleet, ["builders", "list", "--json"])
  const { builders } = buildersListed.parse(JSON.parse(listed.stdout))
  expect(builders).toEqual([written])

  const twice = await sdops(fleet, [...add, "--yes"])
  expect([twice.exit, twice.stderr]).toEqual([
    2,
    expect.stringContaining("SDOPS_BUILDER_EXISTS"),
  ])
  const removed = await sdops(fleet, ["builders", "remove", "neon", "--json"])
  builderRemoved.parse(JSON.parse(removed.stdout))
  const after = await readFile(file, "utf8")
  expect(JSON.parse(after)).toEqual(JSON.parse(before))
})

test("a check says which claim of a builder doesn't hold", async ({
  host,
  launchHost,
}) => {
  const neon = await launchHost()
  await letIn(neon, host)
  await using fleet = await makeFleet([host], {
    fleet: {
      builders: {
        claims: builderOf(neon, {
          features: ["cuda"],
          systems: ["aarch64-linux", "x86_64-linux"],
        }),
        elsewhere: builderOf(neon, {
          address: neon.address.replace(/\d+$/, "250"),
        }),
        lost: builderOf(neon, { identity: "/etc/ssh/no_such_key" }),
        ported: builderOf(neon, { port: 2222 }),
        other: builderOf(neon, { "host-key": anotherKey }),
        self: builderOf(host),
        unpinned: { address: neon.address },
        untrusted: builderOf(neon, { user: "ops" }),
      },
    },
  })
  await letIn(neon, host, "ops")
  await neon.exec(`/usr/sbin/sshd -o Port=2222 -o PidFile=none
    nft insert rule inet nixos-fw input tcp dport 2222 accept`)
  const result = await checked(fleet)
  expect(result.run.exit).toBe(1)
  const of = (name: string) =>
    said({
      ...result,
      checks: result.checks.filter(({ builder }) => builder === name),
    })
  expect(of("claims")).toEqual([
    "bad aarch64-linux SDOPS_BUILDER_UNFIT",
    "bad aarch64-linux cuda SDOPS_BUILDER_UNFIT",
    "ok x86_64-linux",
    "bad x86_64-linux cuda SDOPS_BUILDER_UNFIT",
  ])
  expect(JSON.stringify(result)).toContain("its Nix doesn't offer cuda")
  expect(JSON.stringify(result)).toContain("doesn't build for aarch64-linux")
  expect(of("elsewhere")).toEqual(["bad SDOPS_BUILDER_UNREACHABLE"])
  expect(of("lost")).toEqual(["bad SDOPS_BUILDER_IDENTITY"])
  expect(of("other")).toEqual(["bad SDOPS_BUILDER_HOST_KEY"])
  expect(of("ported")).toEqual([
    "ok x86_64-linux",
    "ok x86_64-linux big-parallel",
  ])
  expect(of("self")).toEqual([])
  expect(of("unpinned")).toEqual(["bad SDOPS_BUILDER_UNFIT"])
  expect(of("untrusted")).toEqual(["bad SDOPS_BUILDER_UNFIT"])
  expect(JSON.stringify(result)).toContain("doesn't trust the login user ops")

  const one = await checked(fleet, "claims", "--from", host.name)
  expect(new Set(one.checks.map(({ builder }) => builder))).toEqual(
    new Set(["claims"]),
  )
  await host.unplug()
  const far = await checked(fleet, "claims")
  await host.heal()
  expect(said(far)).toEqual(["bad SDOPS_UNREACHABLE"])
})
