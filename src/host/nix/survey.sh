# survey.sh: what it takes to build derivations, as far as the store lacks it,
# read from the derivations themselves, so that no cache is asked; and how Nix
# is set here.
# Inputs: root, folder (for its files), heavy (an extended regular expression of
# store names; may be empty).
# Outputs: tell_graph, which makes the facts graph (gzip, base64), and
# derivations (JSON of those in it that heavy names); tell_settings, which makes
# the facts settings (with ours), only where Nix takes none of ours own-settings
# (without), and build-times (see build-times.sh).
# A graph has for each derivation a line "DRV FLAGS
# SYSTEM", then "> NAME STATE PATH" for each output (STATE: v in the store, i
# not; no PATH: not known before), "< NUMBER NAMES" for each input that is told
# too, by its place, with the outputs it gives (a third word "t": a tool, which
# what is built doesn't refer to), and "= PATH" for each that is in the store
# and no tool ("~ PATH": a download).
# FLAGS: g no cache is asked for it, l it is built locally, f a download, or -.
# needs: prelude run-nix
# shellcheck shell=sh
: "${root?}" "${folder=}" "${state_root:?}"

# read_derivations: of the store paths on stdin, "D DRV FLAGS SYSTEM", "O DRV
# NAME PATH FIXED", "T DRV TOOLS" and "I DRV INPUT NAMES", by tabs. Source: nix
# src/libstore/derivations.cc, the ATerm form. What nixpkgs has in these
# attributes runs in the build only.
read_derivations() {
  awk -v root="$root" '
    function unquoted(text) { gsub(/"/, "", text); return text }
    # A list without its brackets; what is behind it stays in rest.
    function list(   end, all) {
      if (substr(rest, 1, 1) == "]") { rest = substr(rest, 4); return "" }
      end = index(rest, ")],")
      all = substr(rest, 2, end - 2)
      rest = substr(rest, end + 4)
      return all
    }
    function says(name, value) {
      return index(rest, "(\"" name "\",\"" value "\")") ||
        index(rest, "\\\"" name "\\\":" (value == 1 ? "true" : "false"))
    }
    function tools(   all, at, count, i, names, part) {
      count = split("depsBuildBuild nativeBuildInputs stdenv", names, " ")
      for (i = 1; i <= count; i++) {
        if (at = index(rest, "(\"" names[i] "\",\"")) {
          part = substr(rest, at + length(names[i]) + 5)
          all = all " " substr(part, 1, index(part, "\"") - 1)
        } else if (at = index(rest, "\\\"" names[i] "\\\":")) {
          part = substr(rest, at + length(names[i]) + 5)
          part = substr(part, 1, match(part, /[]}]|\\",\\"[a-zA-Z_]+\\":/))
          gsub(/[^-+._?=\/a-zA-Z0-9]+/, " ", part)
          all = all " " part
        }
      }
      return all
    }
    {
      drv = $0
      file = root drv
      if ((getline rest <file) <= 0) next
      close(file)
      rest = substr(rest, index(rest, "([") + 2)
      outputs = list()
      inputs = list()
      rest = substr(rest, index(rest, "],") + 2)
      system_of = substr(rest, 2, index(substr(rest, 2), "\"") - 1)
      flags = ""
      if (says("allowSubstitutes", "") || says("allowSubstitutes", "0"))
        flags = flags "g"
      if (says("preferLocalBuild", 1)) flags = flags "l"
      count = split(outputs, all, /\),\(/)
      for (i = 1; i <= count; i++) {
        split(all[i], parts, /","/)
        fixed = unquoted(parts[4]) == "" ? "-" : "f"
        if (fixed == "f" && flags !~ /f/) flags = flags "f"
        print "O\t" drv "\t" unquoted(parts[1]) "\t" parts[2] "\t" fixed
      }
      print "D\t" drv "\t" (flags == "" ? "-" : flags) "\t" system_of
      print "T\t" drv "\t" tools()
      count = split(inputs, all, /\]\),\(/)
      for (i = 1; i <= count; i++) {
        if (split(all[i], parts, /",\[/) < 2) continue
        names = parts[2]
        gsub(/[]"]/, "", names)
        print "I\t" drv "\t" unquoted(parts[1]) "\t" names
      }
    }'
}

# missing PATHS…: those that the store lacks.
missing() {
  [ "$#" = 0 ] || nix-store --check-validity --print-invalid "$@"
}

# lacking: of what next wants of level, the lines of derivations for which an
# output is missing; outputs with their state. Of others, for each output, "P
# DRV NAME PATH FIXED".
lacking() {
  awk -F '\t' -v OFS='\t' '
    of == "bad" { bad[$0] = 1; next }
    of == "next" { wants[$1] = wants[$1] "," $2; next }
    of == "level" {
      if ($1 != "O" || ($4 != "" && !($4 in bad))) next
      if (index(wants[$2] ",", "," $3 ",") || index(wants[$2], "*"))
        lacks[$2] = 1
      next
    }
    !($2 in lacks) { if ($1 == "O") { $1 = "P"; print } next }
    $1 == "O" { $3 = $3 OFS ($4 == "" || $4 in bad ? "i" : "v") }
    { print }' of=bad "$folder/bad" of=next "$folder/next" \
    of=level "$folder/level" of=lines "$folder/level"
}

# numbered: the lines of all derivations, each once, inputs by number.
numbered() {
  awk -F '\t' '
    NR == FNR {
      if ($1 == "D" && !($2 in at)) at[$2] = count++
      if ($1 == "O") path[$2, $3] = $5
      if ($1 == "P") {
        path[$2, $3] = $4
        kind[$2, $3] = $5 == "f" ? "~ " : "= "
      }
      next
    }
    $1 == "P" || $0 in told { next }
    { told[$0] = 1; text[$2] = text[$2] line() }
    function input(   all, i, lines, names, tool) {
      all = split($4, names, ",")
      for (i = 1; i <= all; i++) {
        if (index(tools[$2] " ", " " path[$3, names[i]] " ")) tool = " t"
        else if (($3, names[i]) in kind)
          lines = lines kind[$3, names[i]] path[$3, names[i]] "\n"
      }
      return $3 in at ? "< " at[$3] " " $4 tool "\n" : lines
    }
    function line() {
      if ($1 == "O") return "> " $3 " " $4 " " $5 "\n"
      if ($1 == "I") return input()
      if ($1 == "T") { tools[$2] = $3; return "" }
      names[at[$2]] = $2
      head[$2] = $2 " " $3 " " $4 "\n"
      return ""
    }
    END {
      for (i = 0; i < count; i++) printf "%s%s", head[names[i]], text[names[i]]
    }' "$folder/told" "$folder/told"
}

# walk DRVS…: from them to what they are built with, one step after the other.
walk() {
  printf '%s\t*\n' "$@" >"$folder/next"
  : >"$folder/seen"
  : >"$folder/told"
  while [ -s "$folder/next" ]; do
    cat "$folder/next" >>"$folder/seen"
    cut -f 1 "$folder/next" | sort -u | read_derivations >"$folder/level"
    # shellcheck disable=SC2046 # store paths
    missing $(awk -F '\t' '$1 == "O" { print $4 }' "$folder/level" |
      sort -u) >"$folder/bad"
    lacking >"$folder/more"
    cat "$folder/more" >>"$folder/told"
    awk -F '\t' '
      NR == FNR { seen[$0] = 1; next }
      $1 != "I" { next }
      {
        count = split($4, names, ",")
        for (i = 1; i <= count; i++) {
          one = $3 "\t" names[i]
          if (!(one in seen)) print one
          seen[one] = 1
        }
      }' "$folder/seen" "$folder/more" >"$folder/next"
  done
}

# tell_graph DRVS…: facts graph, of all of them, and derivations for what in it
# heavy names.
tell_graph() {
  walk "$@"
  numbered >"$folder/graph"
  fact graph "$(gzip -c "$folder/graph" | base64 | tr -d '\n')"
  [ -n "${heavy:-}" ] || return 0
  named=$(sed -n 's/^\(\/[^ ]*\) .*/\1/p' "$folder/graph" |
    grep -E "$heavy" || true)
  # shellcheck disable=SC2086 # store paths
  [ -z "$named" ] || fact derivations "$(run_nix derivation show $named)"
}

# nix_settings: of Nix here, with ours.
nix_settings() {
  { run_nix config show || run_nix show-config; } 2>/dev/null || true
  # The file that Nix looks into by default often isn't there.
  [ ! -s "$root/etc/nix/machines" ] || echo 'machines = yes'
}

# distrusts: whether Nix takes no settings of ours.
distrusts() {
  { run_nix store info --json || run_nix store ping --json; } 2>/dev/null |
    grep -qE '"trusted": *(0|false)'
}

tell_settings() {
  fact settings "$(nix_settings)"
  fact build-times "$(cat "$state_root/build-times" 2>/dev/null || true)"
  ! distrusts || fact own-settings "$(unset NIX_CONFIG && nix_settings)"
}
