#!/usr/bin/env bash
# Is the redundancy that was declared really there? Usage: scripts/verify-redundancy.sh [stack]
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/../pipai" verify --stack "${1:-prod}"
