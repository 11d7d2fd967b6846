#!/usr/bin/env bash
# Run the image, or its stand-in, as tools/container_check.py does: in namespaces of its own (unshare --mount --net --pid --fork),
# without rights, with everything read-only but a folder for temporary files.
#
#     container_inside.sh image ROOT DATA PATH-OF-THE-IMAGE HEALTH-CHECK...
#     container_inside.sh stand-in ENVIRONMENT DATA
#
# Prints the answer of the health check and the user; exit 3: no answer, 4: something can be written, 5: a bad end.
set -euo pipefail

kind="$1" place="$2" data="$3"
shift 3
ip link set lo up

if [ "$kind" = image ]; then
    path="$1"
    shift
    health=("$@")
    mount --bind "$place" "$place"
    mount --bind "$data" "$place/data"
    mount -o remount,bind,ro "$place/data"
    mount -t tmpfs tmpfs "$place/tmp"
    mount -t proc proc "$place/proc"
    mount --rbind /dev "$place/dev"
    mount -o remount,bind,ro "$place"
    run() {
        exec chroot --userspec=10001:10001 "$place" \
            env -i PATH="$path" LANG=C.UTF-8 HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 "$@"
    }
    server=(policygraph serve /data/graph --host 0.0.0.0 --port 8000)
    closed=(/x /opt/policygraph/x /data/x)
else
    health=(python3 -c "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health', timeout=4)")
    mount -t tmpfs tmpfs /mnt
    mkdir /mnt/environment /mnt/data /mnt/tmp
    chmod 1777 /mnt/tmp
    mount --bind "$place" /mnt/environment
    mount -o remount,bind,ro /mnt/environment
    mount --bind "$data" /mnt/data
    mount -o remount,bind,ro /mnt/data
    mount -o remount,bind,ro /
    cd /mnt/data
    run() {
        exec setpriv --reuid=10001 --regid=10001 --clear-groups --no-new-privs --inh-caps=-all \
            env -i PATH=/mnt/environment/bin:/usr/bin:/bin LANG=C.UTF-8 HOME=/mnt/tmp TMPDIR=/mnt/tmp \
            PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 "$@"
    }
    # The script policygraph names the folder it was installed in; this one does not.
    server=(python3 -c "import sys; from policygraph.cli.main import main; sys.exit(main())"
        serve /mnt/data/graph --host 0.0.0.0 --port 8000)
    closed=(/x /mnt/environment/x /mnt/data/x)
fi

run "${server[@]}" >&2 &
server_id=$!
for second in $(seq 90); do
    if (run "${health[@]}") 2>/dev/null; then break; fi
    if ! kill -0 $server_id 2>/dev/null || [ "$second" = 90 ]; then
        echo "no answer" >&2
        exit 3
    fi
    sleep 1
done
(run python3 -c "from urllib.request import urlopen; print(urlopen('http://127.0.0.1:8000/health').read().decode())")
for file in "${closed[@]}"; do
    if (run touch "$file") 2>/dev/null; then
        echo "$file can be written" >&2
        exit 4
    fi
done
echo "user $(run id -u)"
kill -TERM $server_id
ended=0
wait $server_id || ended=$?
# 143: after it has finished its requests, the server ends by the signal that asked it to.
if [ $ended != 0 ] && [ $ended != 143 ]; then
    echo "the server ended with $ended" >&2
    exit 5
fi
