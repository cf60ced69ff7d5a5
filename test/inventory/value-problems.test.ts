import { expect, test } from "vitest"
import { leastHost, problemsOf } from "./make-fleet.ts"

/** What the one host of a fleet gets told. */
async function told(text: string | Uint8Array) {
  return problemsOf({ "hosts/x.yaml": text })
}

const model = (fields: string) =>
  `${leastHost}services: {comfyui: {models: {vae: {a: {${fields}}}}}}\n`

const fullModel = "format: pth, url: 'https://x/y'"
const sha256 = "0".repeat(64)

const cases: readonly [string, string, readonly string[]][] = [
  [
    "a number where text is wanted",
    `${leastHost}state-version: 24.05\n`,
    [
      "3:16 state-version: expected a NixOS release in quotes, such as " +
        '"24.05"; found the number 24.05',
    ],
  ],
  [
    "text where a number is wanted",
    `${leastHost}services: {comfyui: {port: "8188"}}\n`,
    [
      "3:28 services.comfyui.port: expected a port, 1 to 65535; " +
        'found "8188"',
    ],
  ],
  [
    "an unknown word",
    "address: x\ngpu: {vendor: intel}\n",
    ['2:15 gpu.vendor: expected amd, none or nvidia; found "intel"'],
  ],
  [
    "a number past what is exact",
    `${leastHost}services: {comfyui: {port: 9007199254740993}}\n`,
    [
      "3:28 services.comfyui.port: the number is too large to be exact; " +
        "put it in quotes",
    ],
  ],
  [
    "a number that is none",
    `${leastHost}services: {comfyui: {options: {cache-lru: .inf}}}\n`,
    [
      "3:43 services.comfyui.options.cache-lru: expected a number; " +
        "found the number Infinity",
    ],
  ],
  [
    "a misspelt option",
    `${leastHost}services: {comfyui: {options: {low-vram: true}}}\n`,
    [
      "3:32 services.comfyui.options.low-vram: unknown key; " +
        "did you mean lowvram?",
    ],
  ],
  [
    "an option that no table has",
    `${leastHost}services: {comfyui: {options: {quantum-tunnels: true}}}\n`,
    [
      "3:32 services.comfyui.options.quantum-tunnels: unknown option; " +
        "options newer than sdops go into extra-options",
    ],
  ],
  [
    "an option of another kind",
    `${leastHost}services: {comfyui: {options: {preview-method: 3}}}\n`,
    [
      "3:48 services.comfyui.options.preview-method: expected auto, " +
        "latent2rgb, none or taesd; found the number 3",
    ],
  ],
  [
    "a bad host key",
    `${leastHost}host-key: ssh-ed25519 AAAA\n`,
    [
      "3:11 host-key: expected a public host key, such as " +
        'ssh-ed25519 AAAA…; found "ssh-ed25519 AAAA"',
    ],
  ],
  [
    "a password, which is not repeated",
    `${leastHost}sudo-password: pw\n`,
    [
      "3:16 sudo-password: expected a reference, never the password: " +
        "env:NAME, file:PATH, age:FILE or cmd:COMMAND",
    ],
  ],
  [
    "an unknown builder",
    `${leastHost}build-on: contrl\n`,
    ["3:11 build-on: no builder contrl; did you mean control?"],
  ],
  [
    "a module that isn't there",
    `${leastHost}modules: [./x/a.nix]\n`,
    ["3:11 modules.0: no file hosts/x/a.nix"],
  ],
  [
    "a module above the fleet",
    `${leastHost}modules: [../../a.nix]\n`,
    ["3:11 modules.0: the path leaves the fleet"],
  ],
  [
    "an absolute module",
    `${leastHost}modules: [/etc/nixos/a.nix]\n`,
    ["3:11 modules.0: expected a path from hosts/, not an absolute one"],
  ],
  [
    "an output of no input",
    `${leastHost}modules: [nixpkg#a.b]\n`,
    ["3:11 modules.0: no input nixpkg; did you mean nixpkgs?"],
  ],
  [
    "an output without a name",
    `${leastHost}modules: ["nixpkgs#"]\n`,
    ["3:11 modules.0: expected <input>#<attribute>.<attribute>"],
  ],
  [
    "a bad hash",
    model(`${fullModel}, sha256: abc`),
    [
      "3:82 services.comfyui.models.vae.a.sha256: expected a sha256 hash: " +
        'SRI, hex, base64 or nix32; found "abc"',
    ],
  ],
  [
    "no hash",
    model(fullModel),
    [
      "3:40 services.comfyui.models.vae.a: expected either hash or sha256; " +
        "found a map",
    ],
  ],
  [
    "two hashes",
    model(`${fullModel}, sha256: "${sha256}", hash: "${sha256}"`),
    [
      "3:40 services.comfyui.models.vae.a: expected either hash or sha256; " +
        "found a map",
    ],
  ],
  [
    "a page instead of a file",
    model(
      `format: pth, sha256: "${sha256}", ` +
        "url: 'https://huggingface.co/a/b/blob/main/c.pth'",
    ),
    [
      "3:135 services.comfyui.models.vae.a.url: expected the file, not a " +
        "page of Hugging Face: https://huggingface.co/a/b/resolve/main/c.pth; " +
        'found "https://huggingface.co/a/b/blob/main/c.pth"',
    ],
  ],
  [
    "a URL with a token, which is not repeated",
    model(
      `format: pth, sha256: "${sha256}", url: 'https://x/a?b=1&token=s3cret'`,
    ),
    [
      "3:135 services.comfyui.models.vae.a.url: expected a URL without the " +
        "parameter token, which every user of the host could read " +
        '(docs/models.md); found "https://x/a?b=1&token=[redacted]"',
    ],
  ],
  [
    "a model whose name is a path",
    `${leastHost}services: {comfyui: {models: {vae: {../a: {}}}}}\n`,
    [
      "3:37 services.comfyui.models.vae.../a: expected the key to be a file " +
        "name without a slash",
    ],
  ],
]
test.each(cases)("a host's value: %s", async (_name, text, expected) => {
  const lines = expected.map((line) => `hosts/x.yaml:${line}`)
  expect(await told(text)).toEqual(lines)
})
