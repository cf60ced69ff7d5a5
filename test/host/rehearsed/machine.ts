import { randomBytes } from "node:crypto"
import { readFile } from "node:fs/promises"
import { collector } from "../../../src/collect.ts"
import type { DeployOrder } from "../../../src/host/supervisor/deploy-order.ts"
import type { DeployRecord } from "../../../src/host/record/deploy-record.ts"
import { isFinal } from "../../../src/host/record/deploy-record.ts"
import { type Followed, follow } from "../../../src/host/supervisor/follow.ts"
import { probe } from "../../../src/host/probe/probe.ts"
import type { HostShell } from "../../../src/host/shell.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { assignments } from "../../../src/remote/script.ts"

type Ran = { readonly exit: number | undefined } & Record<
  "stderr" | "stdout",
  string
>

/** What these tests need of a rehearsal host: a LabHost is one. */
export type Machine = {
  readonly name: string
  exec(
    argv: readonly string[],
    options: {
      readonly input?: string
      readonly onData?: (chunk: Buffer, stream: "stderr" | "stdout") => void
      readonly signal?: AbortSignal | undefined
    },
  ): Promise<Ran>
}

/** A shell of root's, as `openShell` gives it over a connection. */
export function shellOf(machine: Machine): HostShell {
  return {
    host: machine.name,
    limits: limitsFrom({}),
    async run({ onBytes, onLine, script, signal, variables }) {
      const input = assignments(variables) + script
      const lines = (stream: "stderr" | "stdout") =>
        collector({
          most: 2 ** 30,
          onFlood: () => {},
          onLine: (line) => onLine?.(line, stream),
          tail: 0,
        })
      const by = { stderr: lines("stderr"), stdout: lines("stdout") }
      const ran = await machine.exec(["/bin/sh", "-s"], {
        input,
        onData(chunk, stream) {
          by[stream].write(chunk)
          if (stream === "stdout") onBytes?.(chunk)
        },
        signal,
      })
      return { ...ran, signal: undefined }
    },
  }
}

/** Runs a few lines there; the trimmed output. */
export async function on(machine: Machine, script: string): Promise<string> {
  const ran = await machine.exec(["/bin/sh", "-eus"], { input: script })
  if (ran.exit === 0) return ran.stdout.trim()
  throw new Error(`${script}\n${ran.exit}: ${ran.stderr}`)
}

export type MadeSystem = {
  readonly name: string
  /** sh, the first step of its switch-to-configuration; may exit. */
  readonly behaviour?: string
  /** sh of its app; no unit when empty. */
  readonly app?: string
  /** Lines of the unit's [Service] section. */
  readonly unit?: string
}

/** Builds a small system on the machine; its store path. */
export async function makeSystem(
  machine: Machine,
  made: MadeSystem,
): Promise<string> {
  const file = new URL("made-system.sh", import.meta.url)
  const variables = {
    app: made.app ?? "while :; do sleep 1; done",
    behaviour: made.behaviour ?? "",
    name: made.name,
    unit_extra: made.unit ?? `Environment=NAME=${made.name}`,
  }
  return on(machine, assignments(variables) + (await readFile(file, "utf8")))
}

/** Makes a system the running one, the profile and the boot default. */
export async function adopt(machine: Machine, system: string): Promise<void> {
  await on(
    machine,
    `touch /etc/NIXOS
    mkdir -p /boot/loader/entries /run/wrappers/bin
    nix-env -p /nix/var/nix/profiles/system --set ${system}
    [ -e /run/booted-system ] || ln -sfn ${system} /run/booted-system
    ${system}/bin/switch-to-configuration boot
    ${system}/bin/switch-to-configuration test
    [ "$(readlink -f /run/current-system)" = ${system} ]`,
  )
}

type Edits = Partial<Omit<DeployOrder, "limits">> & {
  readonly limits?: Partial<DeployOrder["limits"]>
}

/** An order for a candidate, by what a probe says now. */
export async function orderFor(
  machine: Machine,
  candidate: string,
  edits: Edits = {},
): Promise<DeployOrder> {
  const facts = await probe(shellOf(machine), { units: [] })
  const limits = {
    activation: 10,
    contact: 20,
    driver: 5,
    gate: 20,
    go: 20,
    bootDeadline: 60,
    heartbeatExpiry: 10,
    idle: 5,
    lock: 5,
    ready: 10,
  }
  return {
    apps: ["app.service"],
    candidate,
    expected: {
      booted: facts.booted,
      bootDefault: facts.bootDefault,
      bootId: facts.bootId,
      current: facts.current,
      driver: facts.nvidiaModule,
      generation: facts.generation,
      profile: facts.profile,
    },
    goal: "switch",
    gpu: { driver: "", vendor: "none" },
    id: `d-${randomBytes(4).toString("hex")}`,
    nonce: randomBytes(12).toString("hex"),
    oldApps: ["app.service"],
    reason: "a rehearsal",
    toleratedUnits: [],
    waitForGo: false,
    who: "ada@couch",
    ...edits,
    limits: { ...limits, ...edits.limits },
  }
}

/**
 * Follows until a record fits, or the final one; the log so far with it.
 * Deadline: 90 s.
 */
export async function until(
  machine: Machine,
  id: string,
  fits: (record: DeployRecord) => boolean = ({ state }) => isFinal(state),
): Promise<DeployRecord & { readonly log: string }> {
  const stop = Date.now() + 90_000
  let log = ""
  let last: Followed | undefined
  for await (last of follow(shellOf(machine), { id, offset: 0, seq: 0 })) {
    log += last.output
    if (fits(last.record)) return { ...last.record, log }
    if (Date.now() > stop) break
  }
  if (last !== undefined && fits(last.record)) return { ...last.record, log }
  throw new Error(`the record never fitted: ${last?.record.state}\n${log}`)
}

export type Systems = Record<
  "current" | "default" | "profile",
  string | undefined
>

/** Which systems run, are the profile and start by default. */
export async function systemsOf(machine: Machine): Promise<Systems> {
  const facts = await probe(shellOf(machine), { units: [] })
  const { current, profile, bootDefault } = facts
  return { current, default: bootDefault, profile }
}
