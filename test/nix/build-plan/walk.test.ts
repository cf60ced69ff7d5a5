import { createHash } from "node:crypto"
import { array, assert, nat, property, record } from "fast-check"
import { describe, expect, test } from "vitest"
import type { GraphNode } from "../../../src/nix/build-plan/graph.ts"
import { type Offer, walk } from "../../../src/nix/build-plan/walk.ts"

const path = (name: string) =>
  `/nix/store/${createHash("md5").update(name).digest("hex").replaceAll("e", "x")}-${name}`

type Given = {
  readonly glue?: boolean
  readonly inputs?: readonly GraphNode[]
  readonly valid?: boolean
}

const node = (name: string, given: Given = {}): GraphNode => ({
  drv: `${path(name)}.drv`,
  fixed: false,
  glue: given.glue ?? false,
  inputs: (given.inputs ?? []).map((one) => ({
    names: ["out"],
    node: one,
    tool: false,
  })),
  outputs: [{ name: "out", path: path(name), valid: given.valid ?? false }],
  prefersLocal: false,
  present: [],
  system: "x86_64-linux",
})

/** A cache that has these, each with what it refers to. */
function cache(has: Readonly<Record<string, readonly string[]>>) {
  return (asked: string): Offer | "none" => {
    const [name, references] =
      Object.entries(has).find(([one]) => path(one) === asked) ?? []
    if (name === undefined) return "none"
    return {
      cache: "http://cache",
      info: {
        downloadSize: 1,
        narHash: undefined,
        narSize: 2,
        path: asked,
        references: (references ?? []).map(path),
        signatures: [],
      },
    }
  }
}

const lib = node("lib")
const torch = node("torch", { inputs: [lib] })
const unit = node("unit", { glue: true, inputs: [torch] })
const system = node("system", { glue: true, inputs: [unit, lib] })
const graph = [system, unit, lib, torch]

const seen = (of: readonly GraphNode[], has: Parameters<typeof cache>[0]) => {
  const { built, fetched } = walk(of, cache(has), { always: false })
  return {
    built: built.map(({ drv }) => drv.slice(44, -4)).toSorted(),
    fetched: fetched.map(({ info }) => info.path.slice(44)).toSorted(),
  }
}

describe("what a build takes", () => {
  test("without a cache everything is built", () => {
    expect(seen(graph, {}).built).toEqual(["lib", "system", "torch", "unit"])
  })

  test("what a cache has is fetched, with all that it refers to", () => {
    const has = { lib: [], system: [], torch: ["lib", "torch"] }
    expect(seen(graph, has)).toEqual({
      built: ["system", "unit"],
      fetched: ["lib", "torch"],
    })
  })

  test("what a cache has without what it refers to is built", () => {
    const has = { torch: ["lib"] }
    expect(seen(graph, has).built).toContain("torch")
  })

  test("what only serves to build is left alone", () => {
    const top = node("top", { glue: true, inputs: [torch] })
    expect(seen([top, torch, lib], { torch: [] })).toEqual({
      built: ["top"],
      fetched: ["torch"],
    })
  })

  test("glue is asked for where Nix always asks", () => {
    const offers = cache({ lib: [], system: ["unit"], torch: [], unit: [] })
    const { built, fetched } = walk(graph, offers, { always: true })
    expect(built).toEqual([])
    expect(fetched).toHaveLength(2)
  })

  test("an output whose path isn't known is built", () => {
    const out = { name: "out", path: undefined, valid: false }
    const floating = { ...node("floating"), outputs: [out] }
    const top = node("top", { inputs: [floating] })
    expect(seen([top, floating], {}).built).toEqual(["floating", "top"])
  })

  test("what isn't known yet is asked for, and no more", () => {
    const nobody = walk(graph, () => undefined, { always: false })
    expect(nobody.unasked.toSorted()).toEqual(
      [path("torch"), lib.outputs[0]?.path].toSorted(),
    )
    expect(nobody.fetched).toEqual([])
    const some = cache({ torch: ["lib"] })
    const step = walk(
      graph,
      (one) => (one === path("lib") ? undefined : some(one)),
      { always: false },
    )
    expect(step.unasked).toEqual([path("lib")])
  })
})

test("a long chain is walked to its end", () => {
  let last = node("n0")
  const chain = [last]
  for (let n = 1; n < 50_000; n += 1) {
    last = node(`n${n}`, { inputs: [last] })
    chain.unshift(last)
  }
  expect(walk(chain, () => "none", { always: false }).built).toHaveLength(
    50_000,
  )
})

const one = record({
  glue: nat(3),
  has: nat(2),
  inputs: array(nat(30), { maxLength: 3 }),
})

test("whatever is wanted is there in the end, and nothing twice", () => {
  assert(
    property(array(one, { maxLength: 30, minLength: 1 }), (given) => {
      const nodes: GraphNode[] = []
      for (const [at, { glue, inputs }] of given.entries()) {
        const before = inputs.flatMap(
          (from) => nodes[from % Math.max(at, 1)] ?? [],
        )
        nodes.push(
          node(`n${at}`, { glue: glue === 0, inputs: at === 0 ? [] : before }),
        )
      }
      const has = Object.fromEntries(
        given.flatMap(({ has: kept, inputs }, at) =>
          kept === 0 ? [] : [tupleOf(at, inputs)],
        ),
      )
      const top = nodes.toReversed()
      const { built, fetched, unasked } = walk(top, cache(has), {
        always: false,
      })
      expect(unasked).toEqual([])
      const made = built.flatMap(({ outputs }) =>
        outputs.map((out) => out.path),
      )
      const brought = fetched.map(({ info }) => info.path)
      const all = new Set([...made, ...brought])
      expect(all.size).toBe(made.length + brought.length)
      for (const each of built)
        for (const { node: input } of each.inputs)
          expect(all).toContain(input.outputs[0]?.path)
      for (const { info } of fetched)
        for (const reference of info.references)
          expect(all).toContain(reference)
      // Nix never builds what it is told not to ask for differently.
      expect(
        brought.some((out) =>
          top.some(
            (it) =>
              it.glue && it.outputs[0]?.path === out && !refers(fetched, out),
          ),
        ),
      ).toBe(false)
    }),
  )
})

function tupleOf(at: number, inputs: readonly number[]) {
  const names = at === 0 ? [] : inputs.map((from) => `n${from % at}`)
  return [`n${at}`, names] as const
}

function refers(fetched: readonly Offer[], out: string): boolean {
  return fetched.some(({ info }) => info.references.includes(out))
}
