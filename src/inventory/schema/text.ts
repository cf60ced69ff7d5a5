import { z } from "zod"

/**
 * A string of a given shape. `expected` completes "expected …" in a problem.
 */
export function text(pattern: RegExp, expected: string) {
  return z.string({ error: expected }).regex(pattern, { error: expected })
}

/** Where this machine has a secret; `what` is never written itself. */
export function secretReference(what: "password" | "secret" | "token") {
  return text(
    /^(?:env:[A-Za-z_][A-Za-z0-9_]*|(?:age|cmd|file):.+)$/,
    `a reference, never the ${what}: env:NAME, file:PATH, age:FILE or ` +
      "cmd:COMMAND",
  )
}

/** A string of any content but nothing. */
export const anyText = z.string().min(1, { error: "text that is not empty" })

/** One folder or file name, as a model or a folder of models has. */
export const fileName = z
  .string()
  .max(200, { error: "a file name of at most 200 characters" })
  .regex(/^(?!\.{1,2}$)[^/]+$/, { error: "a file name without a slash" })

/** What a service listens on. */
export const address = text(
  /^(?:[0-9A-Fa-f:.]+|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)$/,
  "an address to listen on, such as 0.0.0.0",
)

/**
 * A folder that units and the host's scripts name: lists of them are separated
 * by blanks and colons there (nix/lib/plain-path.nix).
 */
export const plainPath = text(
  /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._+@~-]+)+$/,
  "an absolute path of letters, digits and . _ + @ ~ -, without a slash at " +
    "its end",
)

/** A flake input's name; Nix itself takes no others. */
export const inputName = text(
  /^(?!self$)[A-Za-z][A-Za-z0-9_-]*$/,
  "a name of letters, digits, _ and - that is not self",
)

export const port = z
  .int({ error: "a port, 1 to 65535" })
  .min(1, { error: "a port, 1 to 65535" })
  .max(65_535, { error: "a port, 1 to 65535" })
