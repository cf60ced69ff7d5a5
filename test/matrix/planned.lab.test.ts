import { testCells } from "./test-cells.ts"

testCells("plan", "guard", "build")
