/** What is wrong with a database of sqlite's. */
export type DatabaseFault = {
  readonly file: string
} & (
  | {
      /** Its first bytes, or its length, aren't those of a database. */
      readonly is: "corrupt" | "truncated"
    }
  | {
      readonly is: "locked"
      /** A process and its name. */
      readonly by: string
    }
  | { readonly is: "unwritable"; readonly by: string }
)

/** A line of `database.sh`: the file, what is wrong, and whose doing it is. */
export function databaseFault(line: string): DatabaseFault {
  const [file = "", is, ...who] = line.split(" ")
  const by = who.join(" ")
  switch (is) {
    case "locked":
    case "unwritable":
      return { by, file, is }
    case "truncated":
      return { file, is }
    default:
      return { file, is: "corrupt" }
  }
}
