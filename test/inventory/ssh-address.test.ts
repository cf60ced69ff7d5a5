import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { loginName } from "../../src/inventory/schema/login-name.ts"
import { machineAddress } from "../../src/inventory/schema/machine-address.ts"
import { parseSshAddress } from "../../src/inventory/ssh-address.ts"
import { loginWords } from "../../src/login-words.ts"

const addresses = ["lithium", "gpu.lan", "10.0.0.7", "fd00::7", "fe80::1%en0"]
const users = [
  "ops",
  "carlos.precioso",
  "Ops",
  String.raw`CORP\ada`,
  "ada@corp.example",
  "lithium$",
  "_build",
  "jürgen",
  "0day",
  "a+b",
]
const ports = [undefined, 1, 22, 2222, 65_535]

test("every user, address and port is read as it is written", () => {
  const property = fc.property(
    fc.constantFrom(undefined, ...users),
    fc.constantFrom(...addresses),
    fc.constantFrom(...ports),
    fc.constantFrom("", "ssh://"),
    (user, address, port, scheme) => {
      const bracketed = address.includes(":") && port !== undefined
      const place = bracketed ? `[${address}]` : address
      const at = user === undefined ? "" : `${user}@`
      const behind = port === undefined ? "" : `:${port}`
      const written = `${scheme}${at}${place}${behind}`
      expect(parseSshAddress(written)).toEqual({ address, port, user })
      const flags = { port, user }
      expect(parseSshAddress(address, flags)).toEqual({ address, port, user })
      expect(parseSshAddress(written, flags)).toEqual({ address, port, user })
    },
  )
  fc.assert(property)
})

describe("the error speaks of the part that is invalid", () => {
  test.each([
    ["-l@lithium", "user name"],
    ["-oProxyCommand=x@lithium", "user name"],
    ["a b@lithium", "user name"],
    ["O'Neill@lithium", "user name"],
    ["ops;reboot@lithium", "user name"],
    ["$(id)@lithium", "user name"],
    ["ops\n@lithium", "user name"],
    ["\u001b[31m@lithium", "user name"],
    ["ops:secret@lithium", "user name"],
    ["../ops@lithium", "user name"],
    ["ada\\@lithium", "user name"],
    ["@lithium", "user name"],
    ["", "address"],
    ["ops@", "address"],
    ["-oProxyCommand=x", "address"],
    ["a b", "address"],
    ["gpu.lan:ssh", "address"],
    ["1:2:3", "address"],
    ["gpu.lan:0", "port"],
    ["gpu.lan:70000", "port"],
  ])("%j: %s", (written, part) => {
    expect(() => parseSshAddress(written)).toThrow(part)
  })

  test("a port that is said twice", () => {
    const twice = () => parseSshAddress("gpu.lan:2222", { port: 22 })
    expect(twice).toThrow("the port is given twice: 2222 and 22")
  })
})

describe("in a file, port and user are keys of their own", () => {
  test.each([
    [
      "gpu.lan:2222",
      "a host name or an IP address, and the rest as port: 2222",
    ],
    ["10.0.0.7:22", "a host name or an IP address, and the rest as port: 22"],
    [
      "[fd00::7]:2222",
      "a host name or an IP address, and the rest as port: 2222",
    ],
    ["ops@gpu.lan", "a host name or an IP address, and the rest as user: ops"],
    [
      "ops@gpu.lan:2222",
      "a host name or an IP address, and the rest as port: 2222, user: ops",
    ],
    ["gpu lan", "a host name or an IP address"],
    ["1:2:3", "a host name or an IP address"],
    [
      "10.0.0.300",
      "a host name or an IP address; a number of it is over 255 or begins " +
        "with 0",
    ],
    ["[fd00::7]", "a host name or an IP address"],
  ])("%s", (written, expected) => {
    const messages = machineAddress.safeParse(written).error?.issues
    expect(messages?.map(({ message }) => message)).toEqual([expected])
  })

  test.each(addresses)("%s is an address", (address) => {
    expect(machineAddress.parse(address)).toBe(address)
  })
})

test("what a shell acts on, or ssh takes for an option, is no user", () => {
  const property = fc.property(fc.string(), (text) => {
    const isTaken = loginName.safeParse(text).success
    const isBad = text === "" || /^-|[\s'"`;&<>|(){}/:]|\\$/.test(text)
    expect(isTaken).toBe(!isBad)
  })
  fc.assert(property)
})

test.each([
  [{ address: "gpu.lan" }, "gpu.lan"],
  [{ address: "gpu.lan", port: 2222, user: "ops" }, "-p 2222 ops@gpu.lan"],
  [{ address: "fd00::7", user: "Ops" }, "Ops@fd00::7"],
  [{ address: "a", user: String.raw`CORP\ada` }, String.raw`'CORP\ada@a'`],
  [{ address: "a", user: "lithium$" }, "'lithium$@a'"],
])("%o is typed as %s", (login, words) => {
  expect(loginWords(login)).toBe(words)
})
