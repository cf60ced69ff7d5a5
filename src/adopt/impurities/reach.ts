import { nixTokens, type NixToken } from "../../nix/language/tokens.ts"

/** A path that Nix code names, and how much of it the code needs. */
export type Reach = {
  readonly kind: "absolute" | "home" | "relative"
  readonly how: "module" | "whole"
  /** From 1. */
  readonly line: number
  /** As written; of an interpolated path its fixed folder. */
  readonly text: string
  /** It is a module: an entry of `imports`. */
  readonly listed?: true
}

type Frame = {
  binding: string | undefined
  readonly open: "(" | "[" | "{" | undefined
  /** In parentheses a path may be handed to a function. */
  readonly isArgument: boolean
}

const takers = new Set(["callPackage", "import"])

/**
 * The paths that Nix code names. Of a folder that is imported (behind
 * `import`, `callPackage`, or listed in `imports`) Nix reads default.nix; of
 * any other, whatever it is told: all of it is needed.
 */
export function reachOf(code: string): Reach[] {
  const tokens = nixTokens(code)
  const frames: Frame[] = [none]
  return tokens.flatMap((token, index): Reach[] => {
    const top = frames.at(-1) ?? none
    const before = tokens[index - 1]
    const after = tokens[index + 1]
    if (token.kind === "sign") follow(frames, token.text, tokens, index)
    const { kind, line, text } = token
    if (kind !== "absolute" && kind !== "home" && kind !== "relative") return []
    const listed =
      top.open === "[" && top.binding === "imports" && !top.isArgument
    const taken = before?.kind === "word" && takers.has(before.text)
    const extended = token.open === true || isSign(after, "+")
    const how = (listed || taken) && !extended ? "module" : "whole"
    const isModule = listed && !taken && !extended
    return [{ how, kind, line, text, ...(isModule && { listed: true }) }]
  })
}

const none: Frame = { binding: undefined, isArgument: false, open: undefined }

function follow(
  frames: Frame[],
  sign: string,
  tokens: readonly NixToken[],
  index: number,
): void {
  const top = frames.at(-1) ?? none
  switch (sign) {
    case "(":
      frames.push({ ...top, isArgument: true, open: "(" })
      return
    case "[":
      frames.push({ ...top, open: "[" })
      return
    case "{":
      frames.push({ binding: undefined, isArgument: false, open: "{" })
      return
    case ")":
    case "]":
    case "}":
      if (frames.length > 1) frames.pop()
      return
    case ";":
      frames.splice(-1, 1, { ...top, binding: undefined })
      return
    case "=": {
      const name = tokens[index - 1]
      const binding = name?.kind === "word" ? name.text : undefined
      frames.splice(-1, 1, { ...top, binding })
    }
  }
}

function isSign(token: NixToken | undefined, text: string): boolean {
  return token?.kind === "sign" && token.text === text
}
