import { expect, test } from "vitest"
import { downloadFailure } from "../../../src/nix/failure/download-failure.ts"

const url = "https://civitai.com/api/download/models/290640"
const trying = ["", `trying ${url}`]
const of = (...log: readonly string[]) =>
  downloadFailure([...trying, ...log], "pony.safetensors", {
    host: "lithium",
    login: "ops@lithium.lan",
  })

test.each(["401", "403"])("HTTP %s is told the way with a token", (status) => {
  const error = of(`curl: (22) The requested URL returned error: ${status}`)
  expect(error?.code).toBe("SDOPS_DOWNLOAD_LOGIN")
  expect(error?.message).toContain(`HTTP ${status}`)
  const [download = "", copy, add] = error?.help ?? []
  expect(download).toContain("Authorization: Bearer $TOKEN")
  expect(download).toContain(url)
  expect(copy).toBe("scp pony.safetensors ops@lithium.lan:/tmp/")
  expect(add).toBe(
    "ssh ops@lithium.lan sudo nix-store --add-fixed sha256 " +
      "/tmp/pony.safetensors",
  )
})

test("a page is told as one, and no hash of it", () => {
  const error = of(
    "sdops: the site sent a web page instead of the file:",
    "<!doctype html>",
  )
  expect(error?.message).toBe(
    "pony.safetensors was not downloaded: the site sent a web page instead " +
      "of the file",
  )
  expect(error?.help.join()).not.toContain("sha256")
})

test("a file that is gone is told by the site's answer", () => {
  const error = of("curl: (22) The requested URL returned error: 404")
  expect(error?.message).toMatch(/the site answered HTTP 404$/)
})

test("any other build is none of these", () => {
  expect(of("checking for gcc... no", "curl: (6) Could not resolve host")).toBe(
    undefined,
  )
})
