import { testCells } from "./test-cells.ts"

testCells("gate", "commit")
