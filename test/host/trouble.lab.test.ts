import { expect } from "vitest"
import { reject } from "../../src/host/supervisor/signals.ts"
import { startSupervisor } from "../../src/host/supervisor/start.ts"
import { test } from "../lab/test.ts"
import { approve, atContact, begin } from "./rehearsed/deploy.ts"
import {
  adopt,
  makeSystem,
  on,
  orderFor,
  shellOf,
  systemsOf,
  until,
} from "./rehearsed/machine.ts"

test.for([
  ["1", "failed", "activation-refused"],
  ["2", "rolled-back", "activation-failed"],
  ["3", "rolled-back", "activation-failed"],
  ["100", "failed", "needs-reboot"],
  // The Rust program panics where nobody reads what it says.
  ["101", "rolled-back", "activation-killed"],
  ["255", "failed", "activation-refused"],
] as const)("exit %s of activation ends as %s", async (row, { host }) => {
  const [code, state, cause] = row
  const behaviour = `[ $action != test ] || exit ${code}`
  const made = { behaviour, name: `exits-${code}` }
  const { before, order } = await begin(host, made)
  expect(await approve(host, order)).toMatchObject({
    activationExit: code,
    cause,
    state,
  })
  expect(await systemsOf(host)).toEqual(before)
})

test.for([
  // As when a unit that is to be reloaded isn't loaded any more.
  ["after activation", "ln -sfn $out /run/current-system"],
  // The app and the link are as before; the output alone tells.
  ["before it", "systemctl start app.service"],
] as const)("an exit of 1 %s is turned back", async ([, moves], { host }) => {
  const behaviour = [
    "[ $action != test ] || {",
    'echo "stopping the following units: other.service" >&2',
    `${moves}\nexit 1\n}`,
  ].join("\n")
  const name = moves.replaceAll(/[^a-z]/g, "")
  const { before, order } = await begin(host, { behaviour, name })
  expect(await approve(host, order)).toMatchObject({
    cause: "activation-failed",
    state: "rolled-back",
  })
  expect(await systemsOf(host)).toEqual(before)
  expect(await on(host, "systemctl is-active app.service")).toBe("active")
})

test("a disk that fills up doesn't keep the old system away", async ({
  host,
}) => {
  const limits = { contact: 4 }
  const { before, order } = await begin(host, { name: "good" }, { limits })
  await atContact(host, order)
  await on(host, "cat /dev/zero >/nix/fill 2>/dev/null || true")
  const end = await until(host, order.id)
  await on(host, "rm -f /nix/fill")
  expect(end).toMatchObject({ cause: "no-contact", state: "rolled-back" })
  expect(await systemsOf(host)).toEqual(before)
})

/** The old system's own test, from the moment of /run/spoilt on. */
const spoils = (how: string) => `[ $action != test ] || ! [ -e /run/spoilt ] ||
  { ln -sfn $out /run/current-system; ${how}; }`

test.for(["exit 2", "exit 3", "exit 4", "exit 101", "exit 0"])(
  "a rollback that only moves the link isn't one: %s",
  async (how, { host }) => {
    const old = spoils(how)
    await on(host, "rm -f /run/spoilt")
    const { candidate, order } = await begin(
      host,
      { name: "good" },
      { limits: { ready: 3 } },
      old,
    )
    await atContact(host, order)
    await on(host, "touch /run/spoilt")
    await reject(shellOf(host), order, "no")
    const end = await until(host, order.id)
    expect(end).toMatchObject({
      appsDown: ["app.service"],
      consoleCommand: expect.stringMatching(/switch-to-configuration test$/),
      rollbackExit: how.slice(5),
      cause: "rejected",
      state: "stranded",
    })
    const shown = "systemctl show -P FragmentPath app.service"
    const file = await on(host, `readlink -f $(${shown})`)
    expect(file).toContain(candidate)
    // What it says to type brings the old system back.
    await on(host, `rm -f /run/spoilt; sh -c '${end.consoleCommand}'`)
    expect(await on(host, `readlink -f $(${shown})`)).not.toContain(candidate)
  },
)

/** Takes all room of a file system; /run is made small first. */
const fill = (place: "/nix" | "/run") => `
  [ ${place} != /run ] || mount -o remount,size=64m /run
  free=$(df --output=avail --block-size=1 ${place} | tail -n 1)
  fallocate -l $((free - 65536)) ${place}/fill
  cat /dev/zero >>${place}/fill 2>/dev/null || true; sync`

test("a full /run in the gate is told, and the old system is back", async ({
  host,
}) => {
  const { before, order } = await begin(host, {
    app: "while ! [ -e /run/filled ]; do sleep 0.1; done; exit 1",
    name: "fills",
    unit: "Restart=no",
  })
  await until(host, order.id, (record) => record.state === "gating")
  await on(
    host,
    `touch /run/filled.new; ${fill("/run")}; mv /run/filled.new /run/filled`,
  )
  const end = await until(host, order.id)
  await on(host, "rm -f /run/fill /run/filled; mount -o remount,size=50% /run")
  expect(end).toMatchObject({ cause: "run-full", state: "rolled-back" })
  expect(end.detail).toContain("/run")
  expect(await systemsOf(host)).toEqual(before)
  expect(await on(host, "systemctl is-active app.service")).toBe("active")
})

test("a start without room leaves nothing, and names the disk", async ({
  host,
}) => {
  await adopt(host, await makeSystem(host, { name: "old" }))
  const order = await orderFor(host, await makeSystem(host, { name: "good" }))
  const before = await on(host, leftAfterStart)
  for (const place of ["/nix", "/run"] as const) {
    await on(host, fill(place))
    const started = startSupervisor(shellOf(host), order)
    await expect(started).rejects.toMatchObject({
      because: [expect.stringMatching(/ has \d+ bytes free$/)],
      code: "SDOPS_DISK_FULL",
    })
    await on(host, `rm -f ${place}/fill; mount -o remount,size=50% /run`)
    expect(await on(host, leftAfterStart)).toBe(before)
  }
})

const leftAfterStart = `
  ls /nix/var/nix/gcroots/sdops /nix/var/sdops/deploys /run/sdops 2>&1 || true
  ls -d /nix/var/sdops/lock* 2>/dev/null || true
  systemctl list-units --all --plain --no-legend 'sdops-*' | cut -d ' ' -f 1`
