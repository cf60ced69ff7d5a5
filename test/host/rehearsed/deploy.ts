import type { DeployRecord } from "../../../src/host/record/deploy-record.ts"
import { isFinal } from "../../../src/host/record/deploy-record.ts"
import { acknowledge, contact } from "../../../src/host/supervisor/signals.ts"
import { startSupervisor } from "../../../src/host/supervisor/start.ts"
import {
  adopt,
  type MadeSystem,
  type Machine,
  makeSystem,
  on,
  orderFor,
  shellOf,
  until,
} from "./machine.ts"

/**
 * A host that runs `old`, and a supervisor started for `made`. The old system
 * waits within its `test` while /run/hold-old is there, unless it is told to
 * behave otherwise.
 */
export async function begin(
  machine: Machine,
  made: MadeSystem,
  edits: Parameters<typeof orderFor>[2] = {},
  oldBehaviour = "[ $action != test ] || " +
    "while [ -e /run/hold-old ]; do sleep 0.1; done",
) {
  const old = await makeSystem(machine, {
    behaviour: oldBehaviour,
    name: "old",
  })
  await on(machine, "rm -f /run/hold-old")
  await adopt(machine, old)
  const candidate = await makeSystem(machine, made)
  const order = await orderFor(machine, candidate, edits)
  await startSupervisor(shellOf(machine), order)
  const before = { current: old, default: old, profile: old }
  const after = { current: candidate, default: candidate, profile: candidate }
  return { after, before, candidate, old, order }
}

/** Until it waits for contact, or ends. */
export function atContact(machine: Machine, { id }: { id: string }) {
  return until(machine, id, (record) => {
    return record.phase === "contact" || isFinal(record.state)
  })
}

/** Until it is in that state, or ends. */
export function inState(
  machine: Machine,
  { id }: { id: string },
  state: DeployRecord["state"],
) {
  return until(machine, id, (record) => {
    return record.state === state || isFinal(record.state)
  })
}

/** Gives contact and acknowledgement as soon as they are waited for. */
export async function approve(
  machine: Machine,
  order: { id: string; nonce: string },
) {
  const waiting = await atContact(machine, order)
  if (isFinal(waiting.state)) return waiting
  await contact(shellOf(machine), order)
  await acknowledge(shellOf(machine), order)
  return until(machine, order.id)
}

/** Kills the supervisor itself, as the kernel would. */
export function killSupervisor(machine: Machine, { id }: { id: string }) {
  // Newer systemd says --kill-whom, but takes the old word too.
  return on(
    machine,
    `systemctl kill --signal=KILL --kill-who=main sdops-deploy-${id}.service`,
  )
}

/**
 * What of sdops still lives there, in a minute at most: units, which end after
 * the last word, locks, roots.
 */
export function leftovers(machine: Machine) {
  return on(
    machine,
    `living() {
      systemctl list-units --all --plain --no-legend 'sdops-*' |
        awk '{ print $1 }'
    }
    for n in $(seq 300); do [ -n "$(living)" ] || break; sleep 0.2; done
    living
    ls -d /nix/var/sdops/lock /nix/var/nix/gcroots/sdops/* 2>/dev/null || true`,
  )
}
