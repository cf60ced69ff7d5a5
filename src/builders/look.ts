import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import { askBuilders, type BuilderAnswer } from "../host/builders/builders.ts"
import type { HostShell } from "../host/shell.ts"
import { type Derivation, parseDerivations } from "../nix/derivation.ts"
import { loginWords } from "../login-words.ts"
import { nixFailure } from "../nix/failure/nix-failure.ts"
import { readProblems } from "../nix/failure/problems.ts"
import { lastLines } from "../remote/strip.ts"
import { authorisedLine } from "./authorised.ts"
import {
  keyColumn,
  type Machine,
  sshConfigOf,
  sshPlaceOf,
  storeUriOf,
} from "./machine.ts"

/** A builder as one host sees it; without an error it is ready. */
export type Sight = {
  readonly machine: Machine
  /** The public key of the host that the builder must let in. */
  readonly key: string | undefined
  readonly error: SdopsError | undefined
  /** Of the builder's Nix. */
  readonly version: string | undefined
}

export type Look = {
  readonly derivations: readonly Derivation[]
  readonly sights: readonly Sight[]
}

/**
 * Has a host ask builders whether they answer it, and read derivations; one
 * round trip. Errors: that of Nix for derivations that it can't read; none of
 * a builder: those are in its sight.
 */
export async function lookAtBuilders(
  shell: HostShell,
  machines: readonly Machine[],
  drvs: readonly string[] = [],
): Promise<Look> {
  const builders = machines.map((machine) => ({
    hostKey: keyColumn(machine),
    identity: machine.identity,
    name: machine.name,
    place: sshPlaceOf(machine),
    uri: storeUriOf(machine),
  }))
  const hosts = sshConfigOf(machines)
  const seen = await askBuilders(shell, { builders, drvs, hosts })
  if (drvs.length > 0 && seen.derivations === undefined) {
    const during = "reading the derivations"
    throw nixFailure(seen.unread, { during, where: shell.host })
  }
  const found = parseDerivations(seen.derivations ?? "{}")
  return {
    derivations: drvs.flatMap((drv) => found.filter((it) => it.drv === drv)),
    sights: machines.map((machine, at) =>
      sightOf(machine, seen.answers[at] as BuilderAnswer, shell),
    ),
  }
}

/** Judges one answer. Pure. */
export function sightOf(
  machine: Machine,
  answer: BuilderAnswer,
  at: Pick<HostShell, "host" | "limits">,
): Sight {
  const { key } = answer
  if (answer.exit !== 0) {
    const error = refusalOf(machine, answer, at)
    return { error, key, machine, version: undefined }
  }
  const { trusted, version } = infoOf(answer.info)
  const error = trusted === false ? untrusted(machine, at) : undefined
  return { error, key, machine, version }
}

function refusalOf(
  machine: Machine,
  { exit, greeting, key, stderr }: BuilderAnswer,
  { host, limits }: Pick<HostShell, "host" | "limits">,
): SdopsError {
  const { address, identity, name: builder, user } = machine
  const circumstances = { evidence: lastLines(stderr), host }
  const kinds = new Set(readProblems(stderr).map(({ kind }) => kind))
  if (kinds.has("host-key")) {
    return fail("builderHostKey", { address, builder }, circumstances)
  }
  if (kinds.has("login-refused") && key === undefined) {
    return fail("builderIdentity", { builder, identity }, circumstances)
  }
  if (kinds.has("login-refused") && key !== undefined) {
    const line = authorisedLine(key)
    return fail("builderLogin", { address, builder, line, user }, circumstances)
  }
  if (kinds.has("no-nix")) {
    const reason = `${user} has no nix-daemon there`
    const cure = `ssh ${loginWords(machine)} nix-daemon --version`
    return fail("builderUnfit", { builder, cure, reason }, circumstances)
  }
  const [said] = lastLines(greeting).map((line) => line.trim().slice(0, 80))
  if (said !== undefined) {
    const login = loginWords(machine)
    // Nix shows bytes of its own protocol behind it.
    const shown = { evidence: lastLines(greeting, 3), host }
    return fail(
      "builderGreets",
      { builder, greeting: said, login, user },
      shown,
    )
  }
  const reason =
    exit === 124 ? `no answer within ${limits.connect} s` : reasonOf(stderr)
  return fail("builderUnreachable", { builder, reason }, circumstances)
}

/** What ssh says at the end of its line, such as "Connection refused". */
function reasonOf(stderr: string): string {
  // Nix quotes the bytes that came instead.
  if (/\bprotocol mismatch\b/.test(stderr))
    return "the answer is not Nix's protocol"
  const [, said] = /^ssh: .*: ([^:\n]+?)\.?\r?$/m.exec(stderr) ?? []
  const [last = "it said nothing"] = lastLines(stderr, 1)
  return said ?? last
}

function untrusted(
  { name: builder, user }: Machine,
  { host }: Pick<HostShell, "host">,
): SdopsError {
  const reason = `its Nix doesn't trust the login user ${user}`
  // A Nix string; what it escapes besides, no user name holds.
  const quoted = JSON.stringify(user)
  const cure = `nix.settings.trusted-users = [ ${quoted} ];   # on ${builder}`
  return fail("builderUnfit", { builder, cure, reason }, { host })
}

/**
 * What `nix store info --json` tells: 2.26 says 1 and 0, later ones true and
 * false; old ones nothing.
 */
export function infoOf(text: string): {
  readonly trusted: boolean | undefined
  readonly version: string | undefined
} {
  try {
    const said = JSON.parse(text) as Record<string, unknown>
    const { trusted, version } = said
    return {
      trusted: trusted === undefined ? undefined : Boolean(trusted),
      version: typeof version === "string" ? version : undefined,
    }
  } catch {
    return { trusted: undefined, version: undefined }
  }
}
