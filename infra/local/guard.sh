#!/bin/sh
# guard.sh SIGNAL COMMAND [ARGUMENT …]
# Runs a command and ends it, by SIGNAL, on TERM or when standard input closes, so that a launcher
# that is killed leaves nothing behind. It leads a process group of its own, which goes with it.
signal=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
orphaned=
trap 'orphaned=1' USR1
trap 'kill -s "$signal" "$child" 2>/dev/null' TERM INT HUP
{
  while read -r _ <&3; do :; done
  trap '' TERM
  kill -s USR1 $$
  kill -s "$signal" "$child" 2>/dev/null
  sleep 8
  kill -s KILL 0
} &
watcher=$!
exec 3<&-
wait "$child"
code=$?
# A signal interrupts the wait: wait again for the real end.
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done
trap '' TERM
# Nobody is left who would end what ignores a TERM.
[ -z "$orphaned" ] || kill -s KILL 0
kill -s TERM 0
# Just begun, it may have missed the TERM.
kill -s KILL "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null
exit "$code"
