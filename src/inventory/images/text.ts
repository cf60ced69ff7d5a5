// What a terminal acts on, reorders text by or doesn't show.
const unseen =
  /(?![\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/**
 * The text of an `images/<name>.yaml`: what it says, below lines of comment.
 * Others may have chosen every word of either: what can't be seen is written
 * as an escape.
 */
export async function imageText(
  said: Readonly<Record<string, unknown>>,
  comments: readonly string[],
): Promise<string> {
  const yaml = await import("yaml")
  const document = new yaml.Document(said)
  yaml.visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== "string") return
      // Only between these quotes are there escapes.
      if (node.value.search(unseen) >= 0) node.type = "QUOTE_DOUBLE"
    },
  })
  const head = comments.map((line) => `# ${oneLine(line)}\n`).join("")
  const text = document.toString({ lineWidth: 0 })
  return head + text.replaceAll(unseen, escaped)
}

function escaped(character: string): string {
  const number = (character.codePointAt(0) ?? 0).toString(16)
  return number.length > 4
    ? `\\U${number.padStart(8, "0")}`
    : `\\u${number.padStart(4, "0")}`
}

/** A comment ends where its line does. */
function oneLine(text: string): string {
  const plain = text.replaceAll(/\s*\n\s*/gu, " ").replaceAll(unseen, " ")
  return plain.length <= 300 ? plain : `${plain.slice(0, 300)} …`
}
