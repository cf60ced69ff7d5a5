import { expect } from "vitest"
import { test } from "../lab/test.ts"
import { evaluator } from "../standins/nixpkgs/on-host.ts"

const hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

/** `mkImage`, whose runCommand gives back what it is asked for. */
const mkImage = `(import (sdops + "/lib") { inherit lib; }).mkImage {
  pkgs = {
    nodejs = "/node";
    runCommand = name: request: _: request // {
      inherit name;
      order = builtins.fromJSON request.order;
    };
  };
  url = "http://[::1]:8188";
}`
const shown = (code: string) =>
  `builtins.removeAttrs (${mkImage} ${code}) [ "program" ]`

test("a picture is asked for by its words, and known by its hash", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const code = `{
    hash = "${hash}"; name = "fox 1"; prompt = "a fox"; seed = "42";
  }`
  expect(await evaluate(shown(code))).toEqual({
    ok: true,
    value: {
      name: "sdops-image-fox-1.png",
      order: {
        declaration: { prompt: "a fox", seed: "42" },
        name: "fox 1",
        url: "http://[::1]:8188",
      },
      outputHash: hash,
      outputHashAlgo: null,
      outputHashMode: "flat",
      passAsFile: ["order"],
      preferLocalBuild: true,
    },
  })
})

test("a workflow is a file or its text; another ComfyUI may be asked", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const order = (code: string) =>
    evaluate(`(${shown(code)}).order`) as Promise<unknown>
  const asked = (workflow: string) =>
    order(`{
      hash = "${hash}"; url = "https://gpu.lan"; workflow = ${workflow};
    }`)
  const wanted = {
    ok: true,
    value: {
      declaration: { workflow: "{}" },
      name: "image",
      url: "https://gpu.lan",
    },
  }
  await host.exec("printf '{}' >/tmp/cat.json")
  expect(await asked("/tmp/cat.json")).toEqual(wanted)
  expect(await asked('"{}"')).toEqual(wanted)
})

test.for([
  ["{ prompt = 1; }", "hash is missing; sdops image render --lock writes"],
  ['{ hash = "x"; }', '"x" is not a sha256 hash'],
])("%s is refused", async ([code, said], { host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`(${mkImage} ${code}).outputHash`)
  expect(JSON.stringify(result)).toContain(JSON.stringify(said).slice(1, -1))
})
