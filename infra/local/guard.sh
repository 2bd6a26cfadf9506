#!/bin/sh
# Runs a command and ends it when standard input closes, so that a launcher that is killed leaves
# nothing behind. It is the leader of a process group of its own; the whole group goes with it.
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM INT
{
  cat <&3 >/dev/null
  kill -TERM "$child" 2>/dev/null
  sleep 8
  kill -KILL 0
} &
exec 3<&-
wait "$child"
code=$?
# A signal interrupts the wait: wait again for the real end.
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done
trap '' TERM
kill -TERM 0
exit "$code"
