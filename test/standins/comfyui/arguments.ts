import { readFileSync } from "node:fs"

/** The options that this stand-in acts on; the others are only checked. */
export type Arguments = {
  readonly argv: readonly string[]
  readonly listen: readonly string[]
  readonly port: number
  readonly cpu: boolean
  readonly quickTest: boolean
  readonly base: string | undefined
  readonly places: {
    output?: string
    input?: string
    temp?: string
    user?: string
  }
  readonly extraPaths: readonly string[]
  /** Both, or it speaks without TLS. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
}

export type Parsed =
  | { readonly good: true; readonly arguments: Arguments }
  /** What argparse prints before it exits with 2, or with 0 for --help. */
  | { readonly good: false; readonly exit: 0 | 2; readonly text: string }

type OptionTable = {
  /** No value. */
  readonly flags: readonly string[]
  /** One value. */
  readonly values: readonly string[]
  /** One value or none. */
  readonly optional: readonly string[]
  /** Any number of values. */
  readonly lists: readonly string[]
  readonly numbers: readonly string[]
  /** Options of which only one may be given. */
  readonly exclusive: readonly (readonly string[])[]
}

/** Parses what comes after `main.py`, as argparse does for ComfyUI. */
export function parseArguments(words: readonly string[]): Parsed {
  const table = JSON.parse(
    readFileSync(new URL("options.json", import.meta.url), "utf8"),
  ) as OptionTable
  const given = new Map<string, string[]>()
  const strays: string[] = []
  const rest = [...words]
  while (rest.length > 0) {
    const word = rest.shift() as string
    const [name = word, attached] = word.split(/=(.*)/s)
    if (name === "-h" || name === "--help") return stop(0, "")
    if (!word.startsWith("--")) {
      strays.push(word)
      continue
    }
    const option = name.slice(2)
    if (!known(table).includes(option)) {
      strays.push(word)
      continue
    }
    const values = attached === undefined ? [] : [attached]
    const most = mostOf(option, table)
    while (values.length < most) {
      if (rest[0] === undefined || rest[0].startsWith("--")) break
      values.push(rest.shift() as string)
    }
    if (table.values.includes(option) && values.length === 0) {
      return stop(2, `argument ${name}: expected one argument`)
    }
    if (table.flags.includes(option) && values.length > 0) {
      const what = `ignored explicit argument '${values[0]}'`
      return stop(2, `argument ${name}: ${what}`)
    }
    if (table.numbers.includes(option) && Number.isNaN(Number(values[0]))) {
      return stop(2, `argument ${name}: invalid int value: '${values[0]}'`)
    }
    const group = table.exclusive.find((names) => names.includes(option)) ?? []
    const other = group.find((one) => one !== option && given.has(one))
    if (other !== undefined) {
      return stop(2, `argument ${name}: not allowed with argument --${other}`)
    }
    given.set(option, values)
  }
  if (strays.length > 0) {
    return stop(2, `unrecognized arguments: ${strays.join(" ")}`)
  }
  return { arguments: understood(words, given), good: true }
}

function known(table: OptionTable): string[] {
  return [...table.flags, ...table.lists, ...table.optional, ...table.values]
}

function mostOf(option: string, table: OptionTable): number {
  if (table.flags.includes(option)) return 0
  return table.lists.includes(option) ? Number.POSITIVE_INFINITY : 1
}

function stop(exit: 0 | 2, problem: string): Parsed {
  const usage = readFileSync(new URL("usage.txt", import.meta.url), "utf8")
  const error = exit === 0 ? "" : `main.py: error: ${problem}\n`
  return { exit, good: false, text: `${usage}${error}` }
}

function understood(
  words: readonly string[],
  given: ReadonlyMap<string, readonly string[]>,
): Arguments {
  const value = (option: string) => given.get(option)?.[0]
  const listen = given.has("listen") ? (value("listen") ?? "0.0.0.0,::") : ""
  const [cert, key] = [value("tls-certfile"), value("tls-keyfile")]
  const place = (option: string) => {
    const path = value(`${option}-directory`)
    return path === undefined ? {} : { [option]: path }
  }
  return {
    argv: ["main.py", ...words],
    base: value("base-directory"),
    cpu: given.has("cpu"),
    extraPaths: given.get("extra-model-paths-config") ?? [],
    listen: listen === "" ? ["127.0.0.1"] : listen.split(","),
    places: {
      ...place("input"),
      ...place("output"),
      ...place("temp"),
      ...place("user"),
    },
    port: Number(value("port") ?? 8188),
    tls: cert === undefined || key === undefined ? undefined : { cert, key },
    quickTest: given.has("quick-test-for-ci"),
  }
}
