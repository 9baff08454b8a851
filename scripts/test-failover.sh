#!/usr/bin/env bash
# Kills a region of the rehearsal, measures the recovery and proves that the redundancy is back.
# Usage: scripts/test-failover.sh [stack] [region]
set -euo pipefail
pipai=$(dirname "${BASH_SOURCE[0]}")/../pipai
stack=${1:-prod}
"$pipai" verify --stack "$stack"
"$pipai" drill region --stack "$stack" ${2:+--region "$2"}
"$pipai" verify --stack "$stack"
