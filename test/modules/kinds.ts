import type { OptionRow } from "../../src/inventory/option-tables.ts"

/** Nix code of a value, and the words that it becomes. */
export type Given = readonly [value: string, words: readonly string[]]

export type Kind = {
  /** Nix code of values of another kind. */
  readonly bad: readonly string[]
  readonly good: readonly Given[]
}

/** What an option takes, by its row; `a` is the argument. */
export function kindOf({ argument: a, type, values = [] }: OptionRow): Kind {
  const [first = "", last = ""] = [values[0], values.at(-1)]
  const alone: Given = ["true", [a]]
  const off: readonly Given[] = [
    ["null", []],
    ["false", []],
  ]
  const unset: Given = ["null", []]
  switch (type) {
    case "enum":
      return {
        bad: ['"none of them"', "true", "1"],
        good: [
          unset,
          [quote(first), [`${a}=${first}`]],
          [quote(last), [`${a}=${last}`]],
        ],
      }
    case "flag":
      return { bad: ['"true"', "1", "[ ]"], good: [...off, alone] }
    case "float":
      return {
        bad: ['"0.5"', "true"],
        good: [unset, ["0.5", [`${a}=0.5`]], ["2", [`${a}=2`]]],
      }
    case "floats":
      return {
        bad: ["0.5", '[ "1" ]', "true"],
        good: [unset, ["[ ]", [a]], ["[ 1 0.5 ]", [a, "1", "0.5"]]],
      }
    case "int":
      return {
        bad: ['"1"', "1.5", "true"],
        good: [unset, ["0", [`${a}=0`]], ["(-1)", [`${a}=-1`]]],
      }
    case "list":
      return {
        bad: ['"x"', "[ 1 ]", "true"],
        good: [unset, ["[ ]", []], ['[ "x" "y z" ]', [a, "x", "y z"]]],
      }
    case "log-outputs":
      return {
        bad: ['"none of them"', "1", '[ "none of them" ]', `[ "${first} x" ]`],
        good: [
          ...off,
          alone,
          ["[ ]", []],
          [quote(last), [`${a}=${last}`]],
          [`[ ${quote(last)} "${first} /a b" ]`, [a, last, a, first, "/a b"]],
        ],
      }
    case "optional-enum":
      return {
        bad: ['"none of them"', "1"],
        good: [...off, alone, [quote(last), [`${a}=${last}`]]],
      }
    case "optional-int":
      return {
        bad: ['"1"', "1.5"],
        good: [...off, alone, ["3", [`${a}=3`]]],
      }
    case "optional-string":
      return {
        bad: ["1", "[ ]"],
        good: [...off, alone, ['"x y"', [`${a}=x y`]]],
      }
    case "path":
      return {
        bad: ['"relative"', "1", "true"],
        good: [unset, ['"/a b"', [`${a}=/a b`]]],
      }
    case "paths":
      return {
        bad: ['"/a"', '[ "relative" ]'],
        good: [unset, ["[ ]", []], ['[ "/a" "/b" ]', [a, "/a", "/b"]]],
      }
    case "repeated":
      return {
        bad: ['"x"', "[ 1 ]"],
        good: [unset, ["[ ]", []], ['[ "x" "y=z" ]', [`${a}=x`, `${a}=y=z`]]],
      }
    case "several":
      return {
        bad: [quote(first), '[ "none of them" ]'],
        good: [unset, ["[ ]", [a]], [`[ ${quote(last)} ]`, [a, last]]],
      }
    case "string":
      return {
        bad: ["1", "true", "[ ]"],
        good: [
          unset,
          ['""', [`${a}=`]],
          [`"x \\"y\\" \${z}"`.replace("$", "\\$"), [`${a}=x "y" \${z}`]],
        ],
      }
    default:
      throw new Error(`no values for the type ${type}`)
  }
}

/** A string in Nix. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll("${", "\\${")
}
