import type {
  CacheAdded,
  CacheCheck,
  CacheList,
  CachePushed,
  CacheSeen,
  HostSeen,
} from "../../caches/result.ts"
import { duration } from "../duration.ts"
import { sayFailure } from "./say-failure.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"

export function addedText(added: CacheAdded): string {
  const { cache, changed, note, proven, unproven } = added
  if (!changed) return `${cache.url} is already in the fleet`
  const proof = proven === true ? "" : `; not proven: ${unproven}`
  return [
    `added ${cache.url}${proof}`,
    `  key   ${cache.key}`,
    ...(note === undefined ? [] : [`  note  ${note}`]),
    "  next: sdops cache check all",
  ].join("\n")
}

export function listText(
  { caches }: CacheList,
  _: Theme,
  columns: number,
): string {
  if (caches.length === 0) return "the fleet has no caches"
  const rows = caches.map(({ key, note = "", url }) => [url, key, note])
  return table(rows, { columns })
}

export function pushedText(pushed: CachePushed): string {
  const { heavy, host, key, paths, system, to } = pushed
  const rows = [
    ["pushed", `${paths} paths of ${host} to ${to}, all signed`],
    ["system", system],
    ["heavy", heavy.length === 0 ? "nothing" : heavy.join(", ")],
    ["key", key],
  ]
  return table(rows)
}

/** One line of a host that has asked. */
export function checkedLine({ host, outcome, seconds }: HostSeen): string {
  return `${host}  ${outcome}  ${duration(seconds)}`
}

export function checkText(
  { hosts }: CacheCheck,
  theme: Theme,
  columns: number,
): string {
  return hosts.map((host) => hostText(host, theme, columns)).join("\n\n")
}

function hostText(host: HostSeen, theme: Theme, columns: number): string {
  const { error, heavy } = host
  const head = `${theme.strong(host.host)}  ${heavy.length} heavy paths`
  if (error) return `${head}\n${sayFailure(error, theme, columns)}`
  const rows = [
    ...host.caches.map((cache) => [
      sign(cache.outcome, theme),
      cache.url,
      sayCache(cache, heavy.length),
    ]),
    ...list(host["would-compile"], theme.bad(theme.signs.bad), "missing"),
    ...list(host["only-here"], theme.warn(theme.signs.warn), "only on host"),
  ]
  const body = table(rows, { columns, indent: "  " })
  return body === "" ? head : `${head}\n${body}`
}

function list(names: readonly string[], sign: string, label: string) {
  return names.length === 0 ? [] : [[sign, label, names.join(", ")]]
}

function sayCache(cache: CacheSeen, all: number): string {
  const { has, missing, problem, untrusted } = cache
  if (problem !== undefined) return problem
  const lacks = missing.map((path) => path.slice("/nix/store/".length + 33))
  const [first] = untrusted
  return [
    `has ${has} of ${all}`,
    first && `${untrusted.length} rejected: ${first.because}`,
    cache["key-trusted"] === false && "its key is not trusted",
    lacks.length > 0 && `lacks ${lacks.join(", ")}`,
  ]
    .filter(Boolean)
    .join("; ")
}

function sign(outcome: CacheSeen["outcome"], theme: Theme): string {
  const { bad, good, signs, warn } = theme
  switch (outcome) {
    case "bad":
      return bad(signs.bad)
    case "ok":
      return good(signs.good)
    case "warn":
      return warn(signs.warn)
  }
}
