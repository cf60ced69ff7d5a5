import { expect, test } from "vitest"
import type { GraphNode } from "../../../src/nix/build-plan/graph.ts"
import { runtimeOf } from "../../../src/nix/build-plan/runtime.ts"
import { store } from "../../deploy/facts.ts"
import { nodeOf } from "../../deploy/surveys.ts"

const input = (node: GraphNode, tool = false) => ({
  names: ["out"],
  node,
  tool,
})
const there = (name: string, fixed = false) => ({ fixed, path: store(name) })
const offer = (name: string, ...references: readonly string[]) => ({
  cache: "http://cache",
  info: {
    downloadSize: 1,
    narHash: undefined,
    narSize: 2,
    path: store(name),
    references: references.map(store),
    signatures: [],
  },
})

const seen = (
  graph: readonly GraphNode[],
  built: readonly GraphNode[],
  fetched: readonly ReturnType<typeof offer>[],
) => {
  const runtime = runtimeOf(graph, { built, fetched }, store("top-1"))
  return {
    built: runtime.built.map(({ drv }) => drv.slice(44, -4)).toSorted(),
    fetched: runtime.fetched.map(({ info }) => info.path.slice(44)).toSorted(),
    present: runtime.present.map((path) => path.slice(44)).toSorted(),
  }
}

const gcc = nodeOf("gcc-15")
const model = nodeOf("model-1", { fixed: true })
const tarball = nodeOf("tarball-1", { fixed: true })
const torch = nodeOf("torch-2", {
  inputs: [input(tarball), input(gcc, true)],
  present: [there("glibc-2"), there("source-1", true)],
})
const top = nodeOf("top-1", {
  glue: true,
  inputs: [input(torch), input(model), input(gcc, true)],
  present: [there("bash-5"), there("picture-1", true)],
})
const graph = [top, torch, model, tarball, gcc]

test("tools and sources of what is compiled are no part of the system", () => {
  expect(seen(graph, graph, [])).toEqual({
    built: ["model-1", "top-1", "torch-2"],
    fetched: [],
    present: ["bash-5", "glibc-2", "picture-1"],
  })
})

test("what is fetched has what its cache says, and no more", () => {
  const fetched = [offer("torch-2", "torch-2", "glibc-2"), offer("gcc-15")]
  expect(seen(graph, [top, model], fetched)).toEqual({
    built: ["model-1", "top-1"],
    fetched: ["torch-2"],
    present: ["bash-5", "glibc-2", "picture-1"],
  })
})

test("a system that is there is its own store path", () => {
  expect(seen([], [], []).present).toEqual(["top-1"])
})

test("a long chain is followed to its end", () => {
  let last = nodeOf("n-0")
  const chain = [last]
  for (let n = 1; n < 20_000; n += 1) {
    last = nodeOf(`n-${n}`, { inputs: [input(last)] })
    chain.unshift(last)
  }
  expect(seen(chain, chain, []).built).toHaveLength(20_000)
})
