#!/usr/bin/env bash
# Scores: the sample posts always; the shared posts where they are there. Fails when a figure falls below its floor in floors.toml.
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=${BIN:-.venv/bin}
SHARED=${SHARED:-../shared}
FLOORS=tests/quality/floors.toml
failed=0

score() {  # score NAME POSTS GOLD [OPTION...]
  local name=$1 posts=$2 gold=$3
  shift 3
  echo "== $name"
  "$BIN/talkmine" run "$posts" --out "build/eval/$name" --quiet
  "$BIN/talkmine" evaluate "build/eval/$name" --gold "$gold" --floors $FLOORS --set "$name" "$@" || failed=1
}

score samples raw tests/gold/samples
if [ -d "$SHARED/gold" ]; then
  score seeds "$SHARED/seeds" "$SHARED/gold/seeds"
  echo "(the next one is in-sample: the models were trained on these posts. The left-out figure is 'make eval-left-out')"
  score dev "$SHARED/corpus" "$SHARED/gold/dev"
  score blind "$SHARED/corpus_blind" "$SHARED/gold/blind"
else
  echo "skipped: seeds, dev and blind need $SHARED, which is not there"
fi
exit $failed
