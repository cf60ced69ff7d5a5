/** The real program died in the middle; thrown up to main. */
export class Died extends Error {
  readonly exit: number

  /** `message`: what it still says; nothing when it can't. */
  constructor(message: string, exit: number) {
    super(message)
    this.exit = exit
  }
}

/** An error of the Rust program, with its causes, as it prints them. */
export function failed(what: string, ...causes: readonly string[]): Died {
  const numbered = causes.map((cause, index) =>
    causes.length === 1 ? `    ${cause}` : `    ${index}: ${cause}`,
  )
  const because = numbered.length > 0 ? ["", "Caused by:", ...numbered] : []
  return new Died(`${[`Error: ${what}`, ...because].join("\n")}\n`, 1)
}
