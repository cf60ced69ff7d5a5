# intake.sh: keeps clients away from an app's port while its jobs are saved. A
# table of our own says so, which no firewall's rules know of; whoever is told
# of an id has a job that is saved.
# Also a part of the scripts that sdops sends, which is what `needs` is for.
# Inputs: tools, a folder with nft. Outputs: close_intake (1: it can't be),
# intake_closed, open_intake.
# needs: nothing
# shellcheck shell=sh
: "${tools=}"

# close_intake PORTS USERS: to all but root and these users on the host itself,
# ids with commas between. A client that is connected already may get its
# answers and hears of progress; what it sends is reset, for a request ends in a
# packet that says PSH.
close_intake() {
  "$tools/nft" -f - 2>/dev/null 7>&- 9>&- <<END
table inet sdops_intake
delete table inet sdops_intake
table inet sdops_intake {
  chain from_elsewhere {
    type filter hook input priority -160; policy accept;
    iifname != "lo" tcp dport { $1 } tcp flags & (syn | psh) != 0 \
      reject with tcp reset
  }
  chain from_here {
    type filter hook output priority -160; policy accept;
    oifname "lo" tcp dport { $1 } tcp flags & (syn | psh) != 0 \
      meta skuid != { 0${2:+, $2} } reject with tcp reset
  }
}
END
}

intake_closed() {
  "$tools/nft" list table inet sdops_intake >/dev/null 2>&1 \
    7>&- 9>&- </dev/null
}

open_intake() {
  "$tools/nft" delete table inet sdops_intake 2>/dev/null \
    7>&- 9>&- </dev/null || true
}
