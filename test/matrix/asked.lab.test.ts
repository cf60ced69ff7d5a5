import { testCells } from "./test-cells.ts"

testCells("connect", "probe", "push")
