/** Where a command is to help. */
export type Place = {
  readonly host?: string | undefined
  /** What follows `ssh`, such as `ops@lithium.lan`. */
  readonly login?: string | undefined
}

/**
 * A command that helps, to be typed as it stands where sdops runs; some depend
 * on the host that the error is of, which whoever fails needn't know.
 */
export type Advice = string | ((place: Place) => string)

/** A command that root runs on the host. */
export function there(command: string): Advice {
  return ({ host, login = host }) => {
    if (login === undefined) return command
    const root = /(?:^|\s)root@\S+$/.test(login) ? "" : "sudo "
    return `ssh ${login} ${root}${command}`
  }
}

/** A command of sdops about the host, `all` where none is known. */
export function about(command: string, ...flags: readonly string[]): Advice {
  return ({ host = "all" }) => [command, host, ...flags].join(" ")
}

/** An editor on a file of the fleet. */
export function edit(file: string): string {
  return `\${EDITOR:-vi} ${file}`
}

/** What to write into the host's file, of which part of it. */
export function written(yaml: string, part: string): Advice {
  return ({ host = "fleet" }) => `${yaml}   # ${part}, in hosts/${host}.yaml`
}

export function sayAdvice(advice: Advice, place: Place): string {
  return typeof advice === "string" ? advice : advice(place)
}
