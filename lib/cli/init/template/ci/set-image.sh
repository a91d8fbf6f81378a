#!/usr/bin/env bash
# Pins images in an environment, and pushes. For pipelines of applications, in a fresh clone of this
# repository after `npm ci`:
#
#   bash ci/set-image.sh qa shop/frontend=registry.example.com/shop/frontend:1.4.2
#
# When somebody else pushes first, it begins again with what they have pushed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ $# -lt 2 ]; then
  echo 'usage: bash ci/set-image.sh ENVIRONMENT SYSTEM/SERVICE=IMAGE...' >&2
  exit 1
fi
if ! git config user.email >/dev/null; then
  export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-pipeline}" GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-pipeline@localhost}"
  export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"
fi

branch=$(git symbolic-ref --short HEAD)

# Takes what has been pushed, instead of what is here; and its packages, if they are others.
catch_up() {
  local lock
  lock=$(git rev-parse --quiet --verify HEAD:package-lock.json || true)
  git reset --quiet --hard FETCH_HEAD
  if [ "$lock" != "$(git rev-parse --quiet --verify HEAD:package-lock.json || true)" ]; then
    npm ci --ignore-scripts
  fi
}

git fetch --quiet origin "$branch"
if [ -n "$(git rev-list FETCH_HEAD..HEAD)" ]; then
  echo "there are commits on $branch that aren't pushed: run this in a fresh clone" >&2
  exit 1
fi
if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
  echo "there are changes that aren't committed: run this in a fresh clone" >&2
  exit 1
fi
catch_up

for attempt in 1 2 3 4 5 6 7 8; do
  npx supercargo image set "$@" --commit
  if git push --quiet origin "HEAD:refs/heads/$branch"; then exit 0; fi
  echo "attempt $attempt: the push has failed, trying again" >&2
  sleep $((RANDOM % (2 * attempt) + 1))
  git fetch --quiet origin "$branch"
  catch_up
done
echo 'the push has failed each time' >&2
exit 1
