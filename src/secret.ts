import { inspect } from "node:util"

/** A value that prints as `[redacted]`, whatever prints it (design §10). */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The real value, for the one place that sends it. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return "[redacted]"
  }

  toJSON(): string {
    return "[redacted]"
  }

  [inspect.custom](): string {
    return "[redacted]"
  }
}
