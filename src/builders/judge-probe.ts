import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import type { Probed } from "../host/builders/check-builder.ts"
import type { BuildEvent } from "../nix/log/build-events.ts"
import { buildReader } from "../nix/log/build-events.ts"
import { parseLogLine } from "../nix/log/log-line.ts"
import { nixFailure } from "../nix/failure/nix-failure.ts"
import { loginWords } from "../login-words.ts"
import { causeOf, readProblems } from "../nix/failure/problems.ts"
import { lastLines } from "../remote/strip.ts"
import { type Machine, uriOf } from "./machine.ts"

/** Why a builder did not build a probe; undefined when it did. Pure. */
export function judgeProbe(
  machine: Machine,
  { exit, probe, stderr }: Probed,
  at: { readonly host: string; readonly seconds: number },
): SdopsError | undefined {
  const { name: builder } = machine
  const login = loginWords(machine)
  const { host } = at
  if (exit === 0 && machinesOf(stderr).includes(uriOf(machine))) {
    return undefined
  }
  const cause = causeOf(readProblems(stderr))
  const circumstances = {
    evidence: cause === undefined ? [] : lastLines(cause.text),
    host,
  }
  const unfit = (reason: string, cure: string) =>
    fail("builderUnfit", { builder, cure, reason }, circumstances)
  if (exit === 0) {
    return unfit("another machine built for it", `ssh ${login} nix --version`)
  }
  if (exit === 124) {
    const reason = `nothing was built within ${at.seconds} s`
    return unfit(reason, `ssh ${login} nix-store --query --roots /nix/store`)
  }
  // Nix tells a wrong system and a missing feature in the same words.
  const offers = /I am a '?([^' ]+)'?[^{]*\{([^}]*)\}/.exec(cause?.block ?? "")
  const [, system = probe.system, features = ""] = offers ?? []
  const lacking = cause?.kind === "missing-feature"
  if (cause?.kind === "wrong-system" || (lacking && system !== probe.system)) {
    const line = `systems: [${system}]   # of ${builder}, in hosts/fleet.yaml`
    return unfit(`it doesn't build for ${probe.system}`, line)
  }
  if (lacking) {
    const has = features.split(/,\s*/).filter((word) => word !== "")
    const missing = probe.features.filter((word) => !has.includes(word))
    const all = [...new Set([...has, ...missing])].toSorted()
    const words = all.map((word) => `"${word}"`).join(" ")
    const line = `nix.settings.system-features = [ ${words} ];`
    return unfit(
      `its Nix doesn't offer ${missing.join(", ")}`,
      `${line}   # on ${builder}`,
    )
  }
  return nixFailure(
    stderr,
    { during: "the probe build", where: builder },
    {
      host,
    },
  )
}

/** Where derivations were built, by Nix's own word. */
function machinesOf(stderr: string): readonly string[] {
  const machines: string[] = []
  const onEvent = (event: BuildEvent): void => {
    if (event.build !== "building") return
    const [uri = ""] = event.machine.split("?")
    machines.push(uri)
  }
  const read = buildReader(onEvent)
  for (const line of stderr.split("\n")) read(parseLogLine(line))
  return machines
}
