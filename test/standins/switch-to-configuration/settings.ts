const actions = ["boot", "check", "dry-activate", "switch", "test"] as const

export type Action = (typeof actions)[number]

/** One call, as the toplevel's wrapper and the caller describe it. */
export type Settings = {
  readonly action: Action
  /** The toplevel that the program belongs to. */
  readonly out: string
  readonly distroId: string
  /** A command line; empty: nothing to call. */
  readonly installBootLoader: string
  /** A command line; empty: nothing to call. */
  readonly preSwitchCheck: string
  /** Folder of the candidate's systemd. */
  readonly systemd: string
  /** Folder that holds `bin/sync`, for the Perl program. */
  readonly coreutils: string
  /** What children get. */
  readonly environment: Readonly<Record<string, string>>
  readonly check: boolean
  readonly sync: boolean
  /** Also show targets, which are started by every run. */
  readonly showAll: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** The action of a command line; undefined: show the usage. */
export function parseAction(argument: string | undefined): Action | undefined {
  return actions.find((action) => action === argument)
}

/** Reads what the wrapper and the caller put into the environment. */
export function readSettings(action: Action, from: Environment): Settings {
  const { OUT, SYSTEMD, COREUTILS } = from
  if (OUT === undefined || OUT === "") {
    throw new Error("OUT is not set: start the toplevel's own wrapper")
  }
  return {
    action,
    check: from["NIXOS_NO_CHECK"] !== "1",
    coreutils: COREUTILS === undefined ? "/usr" : COREUTILS,
    distroId: from["DISTRO_ID"] ?? "nixos",
    environment: childEnvironment(action, from),
    installBootLoader: from["INSTALL_BOOTLOADER"] ?? "",
    out: OUT,
    preSwitchCheck: from["PRE_SWITCH_CHECK"] ?? "",
    showAll: from["STC_DISPLAY_ALL_UNITS"] === "1",
    sync: from["NIXOS_NO_SYNC"] !== "1",
    systemd: SYSTEMD === undefined || SYSTEMD === "" ? "/usr" : SYSTEMD,
  }
}

/** The real program's variables live in its text or its wrapper. */
function childEnvironment(
  action: Action,
  from: Environment,
): Record<string, string> {
  const own = [
    "COREUTILS",
    "DISTRO_ID",
    "INSTALL_BOOTLOADER",
    "OUT",
    "PRE_SWITCH_CHECK",
    "SYSTEMD",
    "TOPLEVEL",
  ]
  const kept = Object.entries(from).flatMap(([name, value]) =>
    value === undefined || own.includes(name) ? [] : [[name, value]],
  )
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    NIXOS_ACTION: action,
  }
}
