/** The exit codes of design §4; a help topic and tests read this table. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  "rolled-back": 4,
  degraded: 5,
  stranded: 6,
  conflict: 7,
  changes: 10,
  interrupted: 130,
} as const

export type ExitName = keyof typeof exitCodes
