import { expect, test } from "vitest"
import { leastHost, problemsOf } from "./make-fleet.ts"

const cases: readonly [string, string, readonly string[]][] = [
  [
    "a pasted address",
    "inputs: {nixpkgs: github.com/NixOS/nixpkgs}\n",
    [
      "1:19 inputs.nixpkgs: expected a flake reference: " +
        'github:NixOS/nixpkgs; found "github.com/NixOS/nixpkgs"',
    ],
  ],
  [
    "an input named self",
    "inputs: {self: 'path:/x'}\n",
    [
      "1:10 inputs.self: expected the key to be a name of letters, digits, " +
        "_ and - that is not self",
    ],
  ],
  [
    "a host's keys, as if a host were named fleet",
    "address: x.lan\n",
    [
      "1:1 address: a host's key in hosts/fleet.yaml; keys for all hosts go " +
        "under defaults",
    ],
  ],
  [
    "a builder named as a place is",
    "builders: {host: {address: x}}\n",
    [
      "1:12 builders.host: expected the key to be a name of a-z, 0-9 " +
        "and -, and neither host nor control",
    ],
  ],
  [
    "a misspelt key of a builder",
    "builders: {neon: {adress: x}}\n",
    [
      "1:18 builders.neon.address: missing; expected a host name or an IP " +
        "address",
      "1:19 builders.neon.adress: unknown key; did you mean address?",
    ],
  ],
  [
    "a cache without a proper key",
    "caches: [{key: x, url: 'http://c'}]\n",
    [
      "1:16 caches.0.key: expected a public key, such as " +
        'cache.example.org-1:… (44 characters); found "x"',
    ],
  ],
  [
    "defaults, told once and not for each host",
    "defaults: {user: 3}\n",
    [
      "1:18 defaults.user: expected a valid user name, such as ops; " +
        "found the number 3",
    ],
  ],
  [
    "a dangling default",
    "defaults: {modules: [./common.nix]}\n",
    ["1:22 defaults.modules.0: no file hosts/common.nix"],
  ],
]
test.each(cases)(
  "a malformed fleet file: %s",
  async (_name, text, expected) => {
    const lines = expected.map((line) => `hosts/fleet.yaml:${line}`)
    const files = { "hosts/a.yaml": leastHost, "hosts/b.yaml": leastHost }
    const found = await problemsOf({ ...files, "hosts/fleet.yaml": text })
    expect(found).toEqual(lines)
  },
)
