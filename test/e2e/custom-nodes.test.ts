import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { editFleet, type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import {
  address,
  installUv,
  repository,
  serveIndex,
} from "../nodes/package-index.ts"
import { uvWheel } from "../nodes/uv.ts"
import { wheel } from "../nodes/wheel.ts"
import type { NodesLocked } from "../../src/upkeep/nodes-result.ts"
import { deployed, sdops } from "./sdops.ts"

const python = "cp313"
const revisions = ["a".repeat(40), "b".repeat(40), "c".repeat(40)] as const

const packages = {
  astray: [
    {
      ...wheel({ name: "astray", version: "1.0" }),
      at: address.replace("127.0.0.1", "localhost"),
    },
  ],
  "brush-engine": [
    wheel({ name: "brush-engine", version: "1.0", requires: ["tinytool<2"] }),
  ],
  "native-thing": ["manylinux_2_17_x86_64", "manylinux_2_28_x86_64"].map((os) =>
    wheel({
      name: "native-thing",
      tag: `${python}-${python}-${os}`,
      value: os,
      version: "3.1",
    }),
  ),
  "needs-new-torch": [
    wheel({ name: "needs-new-torch", requires: ["torch>=99"], version: "1.0" }),
  ],
  "source-only": [
    { content: Buffer.from("no archive"), file: "source-only-1.0.tar.gz" },
  ],
  tinytool: ["1.0", "1.2", "2.0"].map((version) =>
    wheel({ name: "tinytool", version }),
  ),
}

test("what custom nodes need is locked, deployed and importable", async ({
  host,
  skip,
}) => {
  const uv = await uvWheel()
  if ("why" in uv) return skip(uv.why)
  await installUv(host, uv.wheel)
  await serveIndex(host, packages)
  const painter = await repository(host, {
    files: {
      "__init__.py": "NODE_CLASS_MAPPINGS = {}\n",
      "requirements.txt":
        "# what it draws with\n--extra-index-url https://example.org/simple\n" +
        "brush-engine>=1\nnumpy\ntorch>=2   # the host's\n",
    },
    name: "painter",
    rev: revisions[0],
  })
  const framer = await repository(host, {
    files: {
      "__init__.py": "NODE_CLASS_MAPPINGS = {}\n",
      "pyproject.toml":
        '[project]\nname = "framer"\ndependencies = ["tinytool", ' +
        "\"native-thing; sys_platform == 'linux'\"]\n",
    },
    name: "framer",
    rev: revisions[1],
  })
  await using fleet = await fleetOf(host, { framer, painter })

  const unlocked = await deployed(fleet, host.name)
  expect(unlocked.verdict).toBe("failed")
  expect(unlocked.error?.because.join("\n")).toContain(
    `sdops nodes lock ${host.name}`,
  )

  const first = await lock(fleet, host)
  expect(first.error).toBeUndefined()
  expect(first).toMatchObject({ outcome: "locked", saved: true, wheels: 3 })
  expect(first.changes).toEqual([
    { name: "brush-engine", to: "1.0" },
    { name: "native-thing", to: "3.1" },
    { name: "tinytool", to: "1.2" },
  ])
  expect(first.nodes.map(({ ignored }) => ignored)).toEqual([
    [],
    ["--extra-index-url https://example.org/simple"],
  ])
  const text = await lockOf(fleet, host)
  const locked = JSON.parse(text)
  expect(Object.keys(locked["host-packages"])).toEqual(["numpy", "torch"])
  expect(locked.wheels[1].url).toContain("manylinux_2_28")
  expect(locked.wheels[2]["wanted-by"]).toEqual(["framer", "painter"])

  expect(await lock(fleet, host)).toMatchObject({
    changes: [],
    outcome: "same",
    saved: false,
  })

  const result = await deployed(fleet, host.name)
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  const folder = "/var/lib/comfyui/custom_nodes"
  const { stdout: read } = await host.exec(`cat ${folder}/*/__init__.py`)
  expect(read.match(/NODE_CLASS_MAPPINGS/g)).toHaveLength(2)
  expect(await imported(host)).toEqual(["1.0", "1.2", "manylinux_2_28_x86_64"])

  // Another revision isn't what was locked.
  await editFleet(fleet, `${host.name}.yaml`, (yaml) =>
    yaml.replace(revisions[0], revisions[2]),
  )
  const stale = await deployed(fleet, host.name)
  expect(stale.verdict).toBe("failed")
  expect(stale.error?.because.join("\n")).toContain(
    "painter has another revision",
  )
})

test("what can't be locked is refused by node and requirement", async ({
  host,
  skip,
}) => {
  const uv = await uvWheel()
  if ("why" in uv) return skip(uv.why)
  const cases = [
    ["tinytool\nneeds-new-torch", "SDOPS_NODES_CONFLICT", /needs-new-torch; /],
    [
      "torch>=98",
      "SDOPS_NODES_CONFLICT",
      /wants torch>=98; the host has torch/,
    ],
    ["source-only", "SDOPS_NODES_NO_WHEEL", /wants source-only; source-only/],
    ["git+https://example.org/a", "SDOPS_NODES_UNFIT", /says git\+https/],
    ["tinytool>=2\nbrush-engine", "SDOPS_NODES_CONFLICT", /tinytool/],
  ] as const
  for (const [index, [requirements, code, because]] of cases.entries()) {
    const odd = await repository(host, {
      files: { "requirements.txt": `${requirements}\n` },
      name: `odd-${index}`,
      rev: revisions[0],
    })
    await using fleet = await fleetOf(host, { odd })
    const found = await lock(fleet, host)
    expect([requirements, found.error?.code]).toEqual([requirements, code])
    const said = [
      ...(found.error?.because ?? []),
      ...(found.error?.evidence ?? []),
    ]
    expect(said.join("\n")).toMatch(because)
    expect(found.saved).toBe(false)
  }
})

test("a wheel on another host than the index's is refused", async ({
  host,
  skip,
}) => {
  const uv = await uvWheel()
  if ("why" in uv) return skip(uv.why)
  const strayer = await repository(host, {
    files: { "__init__.py": "", "requirements.txt": "astray\n" },
    name: "strayer",
    rev: revisions[0],
  })
  await using fleet = await fleetOf(host, { strayer })
  const refused = await lock(fleet, host)
  expect(refused).toMatchObject({
    error: {
      code: "SDOPS_WHEEL_ELSEWHERE",
      message: expect.stringContaining("astray lies on localhost"),
    },
    saved: false,
  })
  const cure = refused.error?.help.at(-1) ?? ""
  expect(cure).toContain(`--index ${address}/simple --wheel-host localhost`)
  await sdops(fleet, cure.split(" ").slice(1))

  // Another's hand moves the file: what is deployed is refused by its place.
  const text = await lockOf(fleet, host)
  const hosts = ["127.0.0.1", "localhost"]
  expect(JSON.parse(text)).toMatchObject({ "wheel-hosts": hosts })
  const moved = text.replace("//localhost:8099/", "//evil.example/")
  const path = join(fleet.root, "hosts", host.name, "nodes.lock.json")
  await writeFile(path, moved)
  const result = await deployed(fleet, host.name)
  expect(result.verdict).toBe("failed")
  const because = result.error?.because.join("\n")
  expect(because).toContain("astray lies at http://evil.example/files/astray")
  expect(because).toContain(`sdops nodes lock ${host.name}`)
})

async function fleetOf(
  host: LabHost,
  nodes: Readonly<Record<string, unknown>>,
) {
  return makeFleet([host], {
    files: {
      [`${host.name}/mirror.nix`]: `{
        nixpkgs.config.rewriteURL =
          builtins.replaceStrings [ "https://github.com/" ]
            [ "${address}/github/" ];
      }\n`,
    },
    hosts: {
      [host.name]: {
        services: { comfyui: { "custom-nodes": nodes } },
      },
    },
    more: { [host.name]: ["mirror.nix"] },
  })
}

async function lock(fleet: LabFleet, host: LabHost) {
  const words = ["nodes", "lock", host.name, "--index", `${address}/simple`]
  const run = await sdops(fleet, [...words, "--json"])
  const [locked] = (JSON.parse(run.stdout) as NodesLocked).hosts
  if (locked === undefined) throw new Error(run.stdout + run.stderr)
  return locked
}

function lockOf(fleet: LabFleet, { name }: LabHost): Promise<string> {
  return readFile(join(fleet.root, "hosts", name, "nodes.lock.json"), "utf8")
}

/** What the modules of the running app's Python say, read by a real Python. */
async function imported(host: LabHost): Promise<string[]> {
  const { stderr, stdout } = await host.exec(`
    pid=$(systemctl show -P MainPID comfyui.service)
    env=$(tr '\\0' '\\n' </proc/$pid/environ | sed -n 's/^SDLAB_PYTHON=//p')
    folder=$env/lib/python3.13/site-packages
    python3 -c "import site; site.addsitedir('$folder')
import brush_engine, native_thing, tinytool
for module in brush_engine, tinytool, native_thing: print(module.VALUE)"`)
  if (stderr !== "") throw new Error(stderr)
  return stdout.trim().split("\n")
}
