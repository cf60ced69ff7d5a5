import { expect } from "vitest"
import { listening } from "../apps/listening.ts"
import { test } from "../lab/test.ts"
import { isMissing, libraries } from "../standins/nixpkgs/libraries.ts"
import { evaluator } from "../standins/nixpkgs/on-host.ts"
import { quote } from "./kinds.ts"
import { machine, wordsOf } from "./machine.ts"

/** Nix code of services.comfyui → the words after the program. */
const comfyui: readonly (readonly [string, string])[] = [
  ["", "… --cpu"],
  [
    'listen = [ "0.0.0.0" "::" ]; port = 80;',
    "--listen 0.0.0.0,:: --port 80 --base-directory=/var/lib/comfyui " +
      "--database-url=sqlite:////var/lib/comfyui/user/comfyui.db --cpu",
  ],
  [
    'data-dir = "/srv/comfyui"; options.user-directory = "/srv/users";',
    "--listen 127.0.0.1 --port 8188 --base-directory=/srv/comfyui " +
      "--database-url=sqlite:////srv/users/comfyui.db " +
      "--user-directory=/srv/users --cpu",
  ],
  [
    'options = { lowvram = true; preview-method = "taesd"; };',
    "… --preview-method=taesd --lowvram",
  ],
  [
    'options = { database-url = "sqlite:///:memory:"; cpu = false; };',
    "--listen 127.0.0.1 --port 8188 --base-directory=/var/lib/comfyui " +
      "--database-url=sqlite:///:memory:",
  ],
  ['options.video-ram = "lowvram";', "… --lowvram"],
  ["options.cpu = false;", "…"],
  ['options = { video-ram = "lowvram"; lowvram = true; };', "… --lowvram"],
  ['options = { video-ram = "novram"; lowvram = false; };', "… --novram"],
  ["options.cache-lru = 20;", "^ --cache-lru=20 @ --cpu"],
  [
    'options = { cache = "cache-lru"; cache-lru = 20; };',
    "^ --cache-lru=20 @ --cpu",
  ],
  ['options.cache = "cache-classic";', "^ --cache-classic @ --cpu"],
  ["options.fast = [ ];", "… --fast --cpu"],
  [
    'options.fast = [ "autotune" "cublas_ops" ];',
    "… --fast autotune cublas_ops --cpu",
  ],
  [
    "options = { async-offload = true; deterministic = true; };",
    "^ --async-offload @ --deterministic --cpu",
  ],
  [
    'options = { verbose = "INFO"; whitelist-custom-nodes = [ "a" "b c" ]; };',
    "… --verbose=INFO --cpu --whitelist-custom-nodes a b␣c",
  ],
  [
    'options.extra-model-paths-config = [ "/a.yaml" "/b.yaml" ];',
    "… --extra-model-paths-config /a.yaml /b.yaml --cpu",
  ],
  [
    "options = { max-upload-size = 0.5; preview-size = 8; reserve-vram = 2; };",
    "… --max-upload-size=0.5 --preview-size=8 --reserve-vram=2 --cpu",
  ],
  [
    'options.enable-cors-header = "https://a?b=%20$c";',
    "… --enable-cors-header=https://a?b=%20$c --cpu",
  ],
  [
    'extra-options = [ "--future-arg" "--future-arg-with-value foo" ];',
    "… --cpu --future-arg --future-arg-with-value foo",
  ],
  [
    'options.extra-options = [ "--a b c" ]; extra-options = [ "--d" ];',
    "… --cpu --a b␣c --d",
  ],
  [
    'extraArgs = [ "--future arg" "x" ]; extra-options = [ "--d e" ];',
    "… --cpu --d e --future␣arg x",
  ],
]

/** What stands for words that are usual. */
const usual = {
  "@": "--database-url=sqlite:////var/lib/comfyui/user/comfyui.db",
  "^": "--listen 127.0.0.1 --port 8188 --base-directory=/var/lib/comfyui",
} as const

function inFull(words: string): string {
  return words
    .replace("…", "^ @")
    .replace("^", usual["^"])
    .replace("@", usual["@"])
    .trim()
}

for (const library of libraries)
  test.skipIf(isMissing(library))(
    `the command line has each argument as a word, in ${library}`,
    async ({ host }) => {
      const evaluate = await evaluator(host, library)
      const hosts = comfyui.map(
        ([written]) => `((system [
          ${machine}
          { services.comfyui = { enable = true; ${written} }; }
        ]).systemd.services.comfyui.serviceConfig.ExecStart)`,
      )

      const result = await evaluate(`[ ${hosts.join("\n")} ]`)

      const lines = result.ok ? (result.value as string[]) : [result.error]
      const found = lines.map((line) =>
        wordsOf(line)
          .slice(1)
          .map((word) => word.replaceAll(" ", "␣"))
          .join(" "),
      )
      expect(found).toEqual(comfyui.map(([, words]) => inFull(words)))
    },
  )

test("what everyone dials follows from what the app listens on", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const table = listening.filter(({ listen }) => listen.length > 0)
  const urls = (service: string, more: string, tls: string) =>
    table.map(
      (row) => `(let host = system [ ${machine} {
        services.${service} = {
          listen = [ ${row.listen.map(quote).join(" ")} ];
          port = 8188;
          ${more} ${row.tls ? tls : ""}
        };
      } ]; in {
        inherit ((builtins.head host.sdops.host.apps)) url;
        read = host.environment.etc."sdops/comfyui-url".text or null;
      })`,
    )
  const pem = (prefix: string) =>
    `${prefix}tls-certfile = "/c.pem"; ${prefix}tls-keyfile = "/k.pem";`
  const comfyui = urls("comfyui", "enable = true;", pem("options."))
  const custom = urls("sdops-app.x", 'command = [ "/x" ];', "tls = true;")

  const result = await evaluate(`[ ${[...comfyui, ...custom].join("\n")} ]`)

  if (!result.ok) throw new Error(result.error)
  const found = result.value as { read: string; url: string }[]
  expect(found.map(({ url }) => url)).toEqual(
    [...table, ...table].map(({ url }) => url),
  )
  for (const { read, url } of found.slice(0, table.length)) {
    expect(read).toBe(`${url}\n`)
  }
})
