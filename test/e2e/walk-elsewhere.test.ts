import { describe } from "vitest"
import { elsewhere } from "./walk/before.ts"
import { chapters, test, walked } from "./walk/test.ts"
import { noTerminal } from "./walk/typing.ts"

// What the pages have one type beside the fleet of the README: in an empty
// folder each, of a host that no sdops has seen before.
const apart = chapters.filter(
  ([chapter]) => elsewhere.has(chapter) && chapter !== "a host that goes",
)

describe.skipIf(noTerminal)("a newcomer types, in a folder of its own", () => {
  test.for(apart)("%s", walked)
})
