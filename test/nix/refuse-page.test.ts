import { execFile } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, onTestFinished, test } from "vitest"

const script = new URL("../../nix/lib/refuse-page.sh", import.meta.url).pathname

/** What the script says of a download; undefined when it lets it through. */
async function said(content: Buffer | string, format = "safetensors") {
  const folder = await mkdtemp(join(tmpdir(), "sdops-page-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const out = join(folder, "download")
  await writeFile(out, content)
  const env = { PATH: process.env["PATH"], format, out }
  const ran = promisify(execFile)("sh", [script], { env })
  return ran.then(
    () => undefined,
    ({ stdout }: { stdout: string }) => stdout.split("\n")[0],
  )
}

const sent = (what: string) =>
  `sdops: the site sent ${what} instead of the file:`

test.each([
  ["<!DOCTYPE html>\n<html><title>Pony</title>", "a web page"],
  ["\uFEFF\r\n  <!doctype HTML>", "a web page"],
  ["<html lang=en>", "a web page"],
  ['<?xml version="1.0"?><Error><Code>AccessDenied</Code>', "a page (XML)"],
  ["<Error>NoSuchKey</Error>", "a page (XML)"],
  ['{"error":"Unauthorized"}', "an answer in JSON"],
  ['\n{\n  "message": "Model not found" }', "an answer in JSON"],
  [
    "version https://git-lfs.github.com/spec/v1\noid",
    "Git LFS's pointer to it",
  ],
  [`<!doctype html>${"x".repeat(5000)}`, "a web page"],
])("%j is refused", async (content, what) => {
  expect(await said(content)).toBe(sent(what))
})

/** A safetensors file whose header is so long. */
function safetensors(length: number): Buffer {
  const head = Buffer.alloc(8)
  head.writeBigUInt64LE(BigInt(length))
  return Buffer.concat([head, Buffer.from('{"a":1}'.padEnd(length))])
}

test.each([
  ["a header of 60 bytes, which is <", safetensors(60)],
  ["a header of 123 bytes, which is {", safetensors(123)],
  ["a header of 15,420 bytes, which is <<", safetensors(0x3c3c)],
  ["a zip of torch", Buffer.from("PK\u0003\u0004\0\0rest")],
  ["nothing", Buffer.alloc(0)],
  ["plain text", "/one"],
])("a file is let through: %s", async (_, content) => {
  expect(await said(content)).toBeUndefined()
})

test.each([
  ["json", '{"a": 1}', undefined],
  ["yaml", "{a: 1}", undefined],
  ["json", "<!doctype html>", sent("a web page")],
  ["xml", "<model/>", undefined],
  ["xml", '{"error": 1}', sent("an answer in JSON")],
])("where the file is text: %s of %s", async (format, content, expected) => {
  expect(await said(content, format)).toBe(expected)
})
