// What bin/setup.js needs on the machine: Node 24 and the locked packages, each
// fetched at most once from the configured npm registry.
import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { delimiter, dirname, join } from "node:path"
import { promisify } from "node:util"
import { locked } from "./lock.js"

const execute = promisify(execFile)
const nodeVersion = "24.21.0"
const oldestMajor = 24

/** A sentence for the person who ran the command. */
export class SetupError extends Error {}

/**
 * The path of a Node that is new enough; fetches one if this one isn't.
 * @param {string} root
 */
export async function installedNode(root) {
  const major = Number(process.versions.node.split(".")[0])
  if (major >= oldestMajor) return process.execPath
  const { platform, arch } = process
  // That one name was taken on the registry; the others are regular.
  const prefix = platform === "darwin" && arch === "arm64" ? "node-bin" : "node"
  const name = `${prefix}-${platform}-${arch}`
  const folder = join(root, ".cache", "node24")
  const node = join(folder, "node_modules", name, "bin", "node")
  const stamp = join(folder, `${name}@${nodeVersion}`)
  await once(root, stamp, async () => {
    say(`fetching Node ${nodeVersion} (this one is ${process.versions.node})`)
    await mkdir(folder, { recursive: true })
    const wanted = `${name}@${nodeVersion}`
    await npm(["install", "--prefix", folder, wanted], process.execPath)
  })
  if (existsSync(node)) return node
  await rm(stamp, { force: true })
  throw new SetupError(`the package ${name} brought no bin/node`)
}

/**
 * Makes node_modules what package-lock.json says; does nothing if it is.
 * @param {string} root
 * @param {string} node
 */
export async function installedPackages(root, node) {
  const lock = await readFile(join(root, "package-lock.json"))
  const hash = createHash("sha256").update(lock).digest("hex").slice(0, 16)
  const stamp = join(root, "node_modules", `.set-up-${hash}`)
  await once(root, stamp, async () => {
    say("fetching the packages of package-lock.json")
    // No package needs its install script; one would compile with a compiler
    // that may be missing.
    await npm(["ci", "--prefix", root, "--ignore-scripts"], node)
  })
}

/**
 * @param {string} root
 * @param {string} stamp A file that says that the work is done.
 * @param {() => Promise<void>} work
 */
async function once(root, stamp, work) {
  if (existsSync(stamp)) return
  await locked(join(root, ".cache", "set-up.lock"), async () => {
    if (existsSync(stamp)) return
    await work()
    await writeFile(stamp, "")
  })
}

/**
 * @param {readonly string[]} words
 * @param {string} node
 */
async function npm(words, node) {
  const all = [...words, "--no-audit", "--no-fund", "--loglevel=error"]
  const script = process.env.npm_execpath
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`
  const file = script === undefined ? "npm" : process.execPath
  const list = script === undefined ? all : [script, ...all]
  const env = { ...process.env, PATH: path }
  await execute(file, list, { env }).catch((error) => {
    const missing = error.code === "ENOENT"
    const reason = missing ? "npm is missing" : telling(error.stderr)
    throw new SetupError(`npm ${words[0]} failed: ${reason}`)
  })
}

/**
 * The line of npm's errors that says why.
 * @param {string} stderr
 */
function telling(stderr) {
  const lines = stderr.split("\n").filter((line) => /^npm err/iu.test(line))
  const plain = lines.map((line) => line.replace(/^npm err\S*\s*/iu, ""))
  const why = plain.find(
    (line) => line !== "" && !/^(code|errno|a complete)/iu.test(line),
  )
  return why ?? stderr.trim().split("\n").at(-1) ?? "no reason given"
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`sdops set-up: ${text}\n`)
}
