import { must, run } from "../run.ts"
import { addressOf } from "../state.ts"
import { LabProblem } from "../problem.ts"
import { exists } from "../base/packages-layer.ts"
import type { Lab } from "../settings.ts"

/**
 * The lab's one bridge, in a network namespace of its own, with one wire to
 * the outer machine, whose forwarding and filters don't apply to it. Call it
 * under the lock "hosts".
 */
export async function bringNetworkUp(lab: Lab): Promise<void> {
  const { name, net } = lab
  const wire = `${name}0`
  const there = await Promise.all([
    exists(`/run/netns/${name}`),
    exists(`/sys/class/net/${wire}`),
  ])
  if (there.every(Boolean)) return
  await run(["ip", "netns", "del", name])
  const taken = await must(["ip", "-4", "route", "show", `${net}.0/24`])
  if (taken !== "") {
    throw new LabProblem(`${net}.0/24 is in use here: set SDLAB_NET to another`)
  }
  await must(["ip", "netns", "add", name])
  await batch(name, [
    "link set lo up",
    "link add br0 type bridge forward_delay 0",
    "link set br0 up",
  ])
  await batch(undefined, [
    `link add ${wire} type veth peer name up0 netns ${name}`,
    `addr add ${net}.1/24 dev ${wire}`,
    `link set ${wire} up`,
  ])
  await batch(name, ["link set up0 master br0 up"])
}

/**
 * One for each address, so that whoever remembers a neighbour from the host
 * that had the address before is right.
 */
function hardwareAddress(address: string): string {
  const bytes = address.split(".").map(Number)
  const words = bytes.map((byte) => byte.toString(16).padStart(2, "0"))
  return ["02", "00", ...words].join(":")
}

/** The host's wire: `name` at the bridge, `host0` in its own namespace. */
export async function wireHost(lab: Lab, name: string): Promise<void> {
  const space = `${lab.name}-${name}`
  const address = await addressOf(lab, name)
  await run(["ip", "netns", "del", space])
  await run(["ip", "-n", lab.name, "link", "del", "dev", name])
  await must(["ip", "netns", "add", space])
  const peer = `name host0 address ${hardwareAddress(address)} netns ${space}`
  await batch(lab.name, [
    `link add name ${name} type veth peer ${peer}`,
    `link set dev ${name} master br0`,
  ])
  await batch(space, [
    "link set lo up",
    `addr add ${address}/24 dev host0`,
    "link set host0 up",
  ])
}

export async function unwireHost(lab: Lab, name: string): Promise<void> {
  await run(["ip", "netns", "del", `${lab.name}-${name}`])
  await run(["ip", "-n", lab.name, "link", "del", "dev", name])
}

export async function takeNetworkDown(lab: Lab): Promise<void> {
  await run(["ip", "link", "del", `${lab.name}0`])
  await run(["ip", "netns", "del", lab.name])
}

async function batch(
  space: string | undefined,
  lines: readonly string[],
): Promise<void> {
  const where = space === undefined ? [] : ["-n", space]
  const input = `${lines.join("\n")}\n`
  await must(["ip", ...where, "-batch", "-"], { input })
}
