import fc from "fast-check"

/** Texts that have broken somebody's quoting before. */
export const known = [
  "",
  " ",
  "  leading and trailing  ",
  '"',
  "'",
  "''",
  "'''",
  "\\",
  "\\\\",
  "\\n",
  "\n",
  "\r\n",
  "\t",
  "a\nb\n\n",
  "$",
  "$$",
  "${x}",
  "$${x}",
  "$$${x}",
  "\\${x}",
  "''${x}",
  "''\\n",
  "$(touch /tmp/x)",
  "`touch /tmp/x`",
  "; rm -rf / #",
  "# no comment",
  "/* no comment */",
  "%n %% %i %h",
  "{{ x }}",
  "</script>",
  "null",
  "~",
  "true",
  "no",
  "1e400",
  "0x10",
  "- a",
  "a: b",
  "&a",
  "*a",
  "!tag",
  "|",
  ">",
  "@a",
  "[a",
  "{a",
  "--- a",
  "...",
  "__proto__",
  "constructor",
  "/nix/store/x",
  "./x.nix",
  "<nixpkgs>",
  "\u{1}\u{7}\u{1b}[31m\u{7f}",
  "\u{85}\u{2028}\u{2029}",
  "\ufeffbom",
  "\u{202e}abc",
  "é e\u{301} 😀 \u{10fffd}",
  "x".repeat(5000),
]

/**
 * Any text that Nix and systemd can hold: no NUL, no half of a surrogate pair,
 * no noncharacter.
 */
export const hostile = fc.oneof(
  fc.constantFrom(...known),
  fc
    .string({ unit: "binary" })
    .filter(
      (text) =>
        text.isWellFormed() && !/[\0\p{Noncharacter_Code_Point}]/u.test(text),
    ),
)
