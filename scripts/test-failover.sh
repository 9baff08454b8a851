#!/usr/bin/env bash
# Runs every drill on the rehearsal and proves before and after that the redundancy is there.
# Usage: scripts/test-failover.sh [stack] [option of drill all...]
set -euo pipefail
pipai=$(dirname "${BASH_SOURCE[0]}")/../pipai
stack=${1:-prod}
"$pipai" verify --stack "$stack"
"$pipai" drill all --stack "$stack" "${@:2}"
"$pipai" verify --stack "$stack"
