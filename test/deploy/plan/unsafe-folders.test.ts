import { mkdir, symlink } from "node:fs/promises"
import { userInfo } from "node:os"
import { expect, test } from "vitest"
import { judgeWays } from "../../../src/deploy/plan/unsafe-folders.ts"
import { waysTo } from "../../../src/host/probe/folders.ts"
import { FakeRoot, shells } from "../../host/local-shell.ts"

const app = { name: "comfyui", user: "comfyui" }
const owned = (...steps: readonly (readonly [string, string])[]) =>
  steps.map(([owner, folder]) => ({ folder, owner }))

/** Owners on the way to a data-dir → whose folder stops it. */
const cases = [
  ["/srv/comfyui", owned(["root", "/srv"]), undefined],
  [
    "/srv/comfyui",
    owned(["root", "/srv"], ["comfyui", "/srv/comfyui"]),
    undefined,
  ],
  ["/srv/comfyui", owned(["root", "/srv"], ["ops", "/srv/comfyui"]), undefined],
  ["/srv/a/b", owned(), undefined],
  [
    "/home/ops/ComfyUI",
    owned(["root", "/home"], ["ops", "/home/ops"]),
    "/home/ops, which belongs to ops",
  ],
  [
    "/home/ops/ComfyUI",
    owned(
      ["root", "/home"],
      ["ops", "/home/ops"],
      ["comfyui", "/home/ops/ComfyUI"],
    ),
    "/home/ops, which belongs to ops",
  ],
  ["/data/comfyui", owned(["ops", "/data"]), "/data, which belongs to ops"],
  ["/data/a/b", owned(["ops", "/data"]), "/data, which belongs to ops"],
  ["/data/a/b", owned(["comfyui", "/data"]), undefined],
  [
    "/data/x/y",
    owned(["root", "/data"], ["ops", "/data/x"], ["root", "/data/x/y"]),
    "/data/x, which belongs to ops",
  ],
] as const

test.for(cases)("a data-dir %s below %j", ([to, through, stop]) => {
  const said = judgeWays({ ...app, folders: [to] }, [{ through, to }])
  expect(said).toEqual(
    stop === undefined ? [] : [expect.stringContaining(stop)],
  )
})

test("an app that runs as the folder's owner may use it", () => {
  const to = "/home/ops/ComfyUI"
  const through = owned(["root", "/home"], ["ops", "/home/ops"])
  const said = judgeWays({ ...app, folders: [to], user: "ops" }, [
    { through, to },
  ])
  expect(said).toEqual([])
})

test("a further folder that is there keeps its owner", () => {
  const to = "/home/ops/images"
  const through = owned(["root", "/home"], ["ops", "/home/ops"], ["ops", to])
  expect(judgeWays({ ...app, folders: [] }, [{ through, to }])).toEqual([])
})

test.for(shells)("%s tells whose folders lead there", async (shell) => {
  await using root = await FakeRoot.make({})
  await mkdir(root.at("home/ops/ComfyUI"), { recursive: true })
  await symlink(root.at("home/ops"), root.at("data"))

  const ways = await waysTo(root.shell(shell), [
    "/home/ops/ComfyUI/models",
    "/data/out",
    "/srv/comfyui",
  ])

  const { username } = userInfo()
  const own = (...folders: readonly string[]) =>
    folders.map((folder) => ({ folder, owner: username }))
  const [home, ops] = ["/home", "/home/ops"]
  expect(ways).toEqual([
    {
      through: own(home, ops, `${ops}/ComfyUI`),
      to: "/home/ops/ComfyUI/models",
    },
    { through: own("/data"), to: "/data/out" },
    { through: own(home, ops), to: "/data/out" },
    { through: [], to: "/srv/comfyui" },
  ])
})
