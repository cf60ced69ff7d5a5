import { expect } from "vitest"
import { giveGo } from "../../src/host/supervisor/signals.ts"
import { test } from "../lab/test.ts"
import { approve, begin, inState } from "./rehearsed/deploy.ts"
import { on, shellOf } from "./rehearsed/machine.ts"

const trace = "/run/calls"

/** One system call that matters to a record, or the start of a program. */
type Call = { readonly name: string; readonly about: string }

/** `PID NAME(ARGUMENTS) = RESULT`, of calls that succeeded. */
function callsOf(text: string): readonly Call[] {
  return text.split("\n").flatMap((line) => {
    const [, name, about] = /^\d+ +(\w+)\((.*)\) += [0-9]+/.exec(line) ?? []
    return name === undefined || about === undefined ? [] : [{ about, name }]
  })
}

/** In the words of the design: write, fsync, rename, fsync the folder. */
function stepOf({ about, name }: Call, folder: string): string | undefined {
  if (name === "write" && about.includes(`${folder}/record.new>`))
    return "write"
  if (name === "fsync" && about.includes(`${folder}/record.new>`))
    return "fsync"
  if (name.startsWith("rename") && about.includes(`${folder}/record.new"`))
    return "rename"
  if (name === "fsync" && about.includes(`${folder}>`)) return "fsync folder"
  // What the record has announced.
  if (name !== "execve") return undefined
  if (about.includes('"nix-env"')) return "profile"
  if (!about.includes('"systemd-run"')) return undefined
  return / "(test|boot)", /.exec(about)?.[1]
}

test("a record is on the disk before the step that it announces", async ({
  host,
}) => {
  const { order } = await begin(host, { name: "good" }, { waitForGo: true })
  await inState(host, order, "locked")
  const unit = `sdops-deploy-${order.id}.service`
  const folder = `/nix/var/sdops/deploys/${order.id}`
  await on(
    host,
    `pid=$(systemctl show -P MainPID ${unit})
    systemd-run --quiet --collect --unit=traces strace --follow-forks \\
      --attach="$pid" --decode-fds=path --string-limit=200 --output=${trace} \\
      --trace=write,fsync,rename,renameat,renameat2,execve
    until grep -q '^TracerPid:.[1-9]' "/proc/$pid/status"; do sleep 0.05; done`,
  )
  await giveGo(shellOf(host), order)
  expect((await approve(host, order)).state).toBe("committed")
  await on(host, "while systemctl -q is-active traces; do sleep 0.05; done")
  const calls = callsOf(await on(host, `cat ${trace}`))
  const steps = calls.flatMap((call) => stepOf(call, folder) ?? [])

  // Each writing is whole, and nothing it announces comes in between.
  const whole = ["write", "fsync", "rename", "fsync folder"]
  const writings = steps.join(", ").split(whole.join(", "))
  expect(writings.length - 1).toBeGreaterThan(4)
  // Apps' state, saved in the same folder, is on the disk once more by itself.
  for (const between of writings)
    expect(between).not.toMatch(/write|fsync(?! folder)|rename/)
  expect(steps.filter((step) => !whole.includes(step))).toEqual([
    "test",
    "profile",
    "boot",
  ])
  // Activating, gating, contact and acknowledgement; then the commit.
  const at = (step: string) => steps.indexOf(step)
  expect(steps[at("test") - 1]).toBe("fsync folder")
  expect(steps[at("profile") - 1]).toBe("fsync folder")
})
