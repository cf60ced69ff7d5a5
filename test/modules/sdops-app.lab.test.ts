import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { test } from "../lab/test.ts"
import { isMissing, libraries } from "../standins/nixpkgs/libraries.ts"
import { evaluator } from "../standins/nixpkgs/on-host.ts"
import { machine, wordsOf } from "./machine.ts"

const written = `{
  environment.systemPackages = [ ];
  services.sdops-app = {
    hidden = { command = [ "/bin/x" ]; enable = false; port = 1; };
    ollama = {
      after = [ "x.service" ];
      command = [ "curl" "serve" "a b" ];
      environment.OLLAMA_HOST = "0.0.0.0";
      health-check = "/api/version";
      listen = [ "0.0.0.0" ];
      open-firewall = true;
      package = "curl";
      port = 11434;
      ports = [ 11435 ];
    };
  };
}`

for (const library of libraries)
  test.skipIf(isMissing(library))(
    `a service that is declared whole is an app of the host, in ${library}`,
    async ({ host }) => {
      const evaluate = await evaluator(host, library)
      const result = await evaluate(`
        let c = system [ ${machine} ${written} ]; in {
          inherit (c.sdops.host) apps;
          inherit (c.networking.firewall) allowedTCPPorts;
          inherit (c.systemd.services.ollama) after environment;
          inherit (c.systemd.services.ollama.serviceConfig)
            ExecStart Restart StateDirectory Type User;
          hidden = c.systemd.services ? hidden;
          user = c.users.users.ollama.home;
        }`)
      if (!result.ok) throw new Error(result.error)
      const { ExecStart, ...rest } = result.value as {
        readonly ExecStart: string
      }
      expect(rest).toMatchObject({
        allowedTCPPorts: [11_434, 11_435],
        apps: [
          {
            "health-check": "/api/version",
            kind: "custom",
            listen: ["0.0.0.0"],
            name: "ollama",
            port: 11_434,
            unit: "ollama.service",
          },
        ],
        environment: { HOME: "/var/lib/ollama", OLLAMA_HOST: "0.0.0.0" },
        hidden: false,
        Restart: "always",
        StateDirectory: ["ollama"],
        Type: "exec",
        user: "/var/lib/ollama",
        User: "ollama",
      })
      const [program, ...words] = wordsOf(ExecStart)
      expect(program).toMatch(/^\/nix\/store\/.*\/bin\/curl$/u)
      expect(words).toEqual(["serve", "a b"])
    },
  )

test("a second ComfyUI, as docs/answers has it, is an app", async ({
  host,
}) => {
  const page = join(import.meta.dirname, "../../docs/answers/two-gpus.md")
  const [, module = ""] =
    /```nix\n([^]*?)```/u.exec(await readFile(page, "utf8")) ?? []
  const evaluate = await evaluator(host, "rehearsal")
  const result = await evaluate(`
    let c = system [ ${machine} (${module})
      { services.comfyui.enable = true; } ]; in {
      start = c.systemd.services.comfyui-two.serviceConfig.ExecStart;
      ports = map (app: app.port) c.sdops.host.apps;
    }`)
  if (!result.ok) throw new Error(result.error)
  const { ports, start } = result.value as { ports: number[]; start: string }
  expect(ports).toEqual([8188, 8189])
  const [program, ...words] = wordsOf(start)
  expect(program).toMatch(/^\/nix\/store\/.*\/bin\/comfyui$/u)
  expect(words).toContain("--default-device")
})

test.for([
  ["x", 'command = [ "x" ]; port = 1;', "services.sdops-app.x.command"],
  ["x", 'command = [ "./x" ]; port = 1;', "services.sdops-app.x.command"],
  ["comfyui", 'command = [ "/x" ]; port = 1;', "use services.comfyui instead"],
  ["X", 'command = [ "/x" ]; port = 1;', "use only a-z, 0-9 and -"],
] as const)("%s with %s is refused", async ([name, words, said], { host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`map (a: a.message) (builtins.filter
    (a: !a.assertion) (system [ ${machine} {
      services.sdops-app.${name} = { ${words} };
    } ]).assertions)`)
  expect(result).toMatchObject({
    value: expect.arrayContaining([expect.stringContaining(said)]),
  })
})

test("a package that nixpkgs lacks is named", async ({ host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`(system [ ${machine} {
    services.sdops-app.x =
      { command = [ "x" ]; package = "nothing.at-all"; port = 1; };
  } ]).services.sdops-app.x.package.name`)
  expect(result).toMatchObject({
    error: expect.stringContaining("nixpkgs has no nothing.at-all"),
  })
})
