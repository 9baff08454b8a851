#!/usr/bin/env bash
# Called by precompile.proj: crossgen2, the folder of shared frameworks, the folder of build output, the executables.
set -euo pipefail
crossgen=$1 shared=$2 artifacts=$3
shift 3
[ -x "$crossgen" ] || { echo "no compiler at $crossgen"; exit 1; }
core=$(ls -d "$shared"/Microsoft.NETCore.App/10.* | sort -V | tail -1)
web=$(ls -d "$shared"/Microsoft.AspNetCore.App/10.* | sort -V | tail -1)
# What was compiled in another way is compiled again.
cache=$artifacts/precompiled/$(sha256sum "$0" | cut -c1-8)
mkdir -p "$cache"
# Async methods and collections are mostly the framework's generic code on our types. It is compiled into our libraries too, and
# checked against the framework when it is loaded: on another version it is compiled at run time, as it would be without this.
options=(-O '--opt-cross-module:*' '--non-local-generics-module:*')

for app in "$@"; do
    output=$artifacts/bin/$app/debug
    for library in "$output"/*.dll; do
        name=$(basename "$library")
        # Clients that a preview does not load cost more to compile than they save.
        case $name in Temporalio*|AWSSDK*|Yarp*|NexusRpc*|Polly*|xunit*|Microsoft.Testing*|Microsoft.ApplicationInsights*) continue ;; esac
        code=$cache/$(sha256sum "$library" | cut -c1-32)
        if [ -e "$cache/done-${code##*/}" ]; then continue; fi # the library is machine code already
        if [ ! -e "$code" ]; then
            "$crossgen" "$library" -r "$core/*.dll" -r "$web/*.dll" -r "$output/*.dll" "${options[@]}" -o "$code.new" >/dev/null
            mv "$code.new" "$code"
        fi
        # A new file in its place, so that a process that runs from the old one keeps it.
        cp "$code" "$library.new"
        mv "$library.new" "$library"
        touch "$cache/done-$(sha256sum "$library" | cut -c1-32)"
    done
done
