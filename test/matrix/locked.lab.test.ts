import { testCells } from "./test-cells.ts"

testCells("lock", "drain", "activate")
