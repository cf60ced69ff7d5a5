import { expect, test } from "vitest"
import { cases } from "../../bench/peers/case.ts"
import { peerFlake } from "../../bench/peers/flake.ts"
import { peersIn } from "../../bench/peers/peer.ts"
import { flakeNix } from "../../src/flake/flake-nix.ts"

const hosts = [
  { address: "10.0.0.1", name: "lithium" },
  { address: "10.0.0.2", name: "boron" },
]
const folders = {
  SDOPS_PEER_COLMENA: "/colmena",
  SDOPS_PEER_DEPLOY_RS: "/deploy-rs",
  SDOPS_PEER_NIXOS_REBUILD: "/nixos-rebuild",
}

test("a peer is one whose variable names a folder", () => {
  const names = (environment: NodeJS.ProcessEnv) =>
    peersIn(environment).map(({ folder, name }) => [name, folder])
  expect(names({})).toEqual([])
  expect(names({ SDOPS_PEER_COLMENA: "" })).toEqual([])
  expect(names({ SDOPS_PEER_COLMENA: "/c" })).toEqual([["colmena", "/c"]])
  expect(names(folders)).toEqual([
    ["nixos-rebuild", "/nixos-rebuild"],
    ["colmena", "/colmena"],
    ["deploy-rs", "/deploy-rs"],
  ])
})

test.for(peersIn(folders))("$name is told of every host", (peer) => {
  const there = peer.deploy(hosts, "host")
  const here = peer.deploy(hosts, "machine")
  for (const commands of [here, there, peer.plan(hosts)]) {
    const words = commands.flat().join(" ")
    for (const { name } of hosts) expect(words).toMatch(`${name}`)
  }
  expect(peer.plan(hosts)).not.toEqual(there)
  expect(here).not.toEqual(there)
})

test("the peers' Nix files are inputs of the flake that sdops writes", () => {
  const ours = flakeNix({ nixpkgs: "path:/nix/store/n" })
  const theirs = peerFlake(ours, { colmena: "/nix/store/c" })
  expect(theirs).toContain(`  inputs = {
    "colmena" = { flake = false; url = "path:/nix/store/c"; };
    "nixpkgs".url = "path:/nix/store/n";
  };`)
  expect(theirs).toContain("import ./peers.nix {")
})

test("no two cases have one name", () => {
  const names = cases.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})
