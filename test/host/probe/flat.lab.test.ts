import { expect } from "vitest"
import { probe } from "../../../src/host/probe/probe.ts"
import type { LabHost } from "../../lab/host.ts"
import { test } from "../../lab/test.ts"
import { textOf } from "../record-text.ts"
import { on, shellOf } from "../rehearsed/machine.ts"

/** The newest PID of the host, which counts on with each process it forks. */
async function newestPid(host: LabHost): Promise<number> {
  return Number(await on(host, "echo $$"))
}

/** Processes of a probe and of reading a PID, as most often counted. */
async function forksOf(host: LabHost): Promise<number> {
  const counts: number[] = []
  for (let turn = 0; turn < 5; turn += 1) {
    const before = await newestPid(host)
    await probe(shellOf(host), { units: ["sshd.service"] })
    counts.push((await newestPid(host)) - before)
  }
  // What else runs on the host adds some, now and then.
  return counts.toSorted((a, b) => a - b)[2] ?? 0
}

/** Leaves a record, a source tree and a generation of each number. */
async function deploy(host: LabHost, from: number, to: number): Promise<void> {
  const entry = "/boot/loader/entries/nixos-generation"
  const record = textOf({ id: "old-$n", number: "$n" })
  await on(
    host,
    `n=${from}
    while [ "$n" -le ${to} ]; do
      mkdir -p /nix/var/sdops/deploys/old-$n /nix/var/sdops/sources/hash$n
      echo number=$n >/nix/var/sdops/deploys/old-$n/number
      echo done >/nix/var/sdops/deploys/old-$n/output
      cat >/nix/var/sdops/deploys/old-$n/record <<END
${record}END
      [ -e ${entry}-$n.conf ] || cp ${entry}-1.conf ${entry}-$n.conf
      ln -sfn "$(readlink /nix/var/nix/profiles/system-1-link)" \\
        /nix/var/nix/profiles/system-$n-link
      n=$((n + 1))
    done`,
  )
}

test("a probe forks as much for sixty generations as for one", async ({
  host,
}) => {
  await deploy(host, 1, 1)
  // So that the default is found among all of them.
  await on(
    host,
    "sed -i 's/^default .*/default nixos-*/' /boot/loader/loader.conf",
  )
  const one = await forksOf(host)
  await deploy(host, 2, 60)
  const sixty = await forksOf(host)
  const { deployments, sources } = await probe(shellOf(host), { units: [] })

  expect(sixty).toBe(one)
  expect(one).toBeLessThan(200)
  expect(sources).toHaveLength(60)
  const [newest] = deployments.records
  expect(newest).toMatchObject({ record: { id: "old-60" }, tail: "done" })
})
