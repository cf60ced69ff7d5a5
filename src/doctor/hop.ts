import type { SdopsError } from "../errors/sdops-error.ts"

/** The way to a host's facts, in its order. */
export const hops = [
  "ssh-config",
  "dns",
  "port",
  "host-key",
  "authentication",
  "elevation",
  "probe",
] as const

export type Hop = (typeof hops)[number]

/** Where the way to a host ended. */
export type Stop = {
  readonly error: SdopsError
  readonly hop: Hop
  /** Whether the hops before were gone; false when none was tried. */
  readonly tried: boolean
  /** Whether root answered; lost before, nobody knows. */
  readonly elevated: boolean
}

/** The hop that an error of connecting or probing belongs to. */
export function stopOf(error: SdopsError): Stop {
  const { kind } = error
  return {
    elevated: kind !== "connectionLost" && kind !== "tooMuchOutput",
    error,
    hop: hopOf(error),
    tried: kind !== "secretMissing",
  }
}

function hopOf({ details, kind }: SdopsError): Hop {
  switch (kind) {
    case "sshConfig":
      return "ssh-config"
    case "unreachable":
      return isUnresolved(details) ? "dns" : "port"
    case "unknownHostKey":
    case "usage":
    case "wrongHostKey":
      return "host-key"
    case "authentication":
    case "encryptedKey":
      return "authentication"
    case "noElevation":
    case "noShell":
    case "secretMissing":
      return "elevation"
    default:
      return "probe"
  }
}

/** Both clients say it in the same words. */
function isUnresolved(details: unknown): boolean {
  const said = details as { readonly reason?: string }
  return said.reason === "the name does not resolve"
}
