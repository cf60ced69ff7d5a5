import { testCells } from "./test-cells.ts"

testCells("restore", "report")
