"""A network of its own: nothing but this machine, on which the site has its name and port 443.

So no scanner can ask anybody else, and no port or hosts file of the machine is touched.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from clinic import launch

HOST = "clinic.example.org"
#: As root in a namespace that ends with the command.
PREPARE = 'ip link set lo up && mount --bind "$0" /etc/hosts && exec "$@"'


def run(*command: str, **environment: str) -> None:
    """Run the command inside; raises CalledProcessError if it fails."""
    missing = [name for name in ("unshare", "ip", "mount") if shutil.which(name) is None]
    if missing:
        launch.refuse(f"make audit needs {', '.join(missing)}: util-linux and iproute2 on Linux.")
    inside = ["unshare", "--net", "--mount"]
    if os.geteuid() != 0:
        inside += ["--user", "--map-root-user"]
    if subprocess.run([*inside, "true"], capture_output=True).returncode:
        launch.refuse("make audit needs root, or a kernel that lets users make namespaces.")
    with tempfile.TemporaryDirectory() as folder:
        hosts = Path(folder) / "hosts"
        hosts.write_text(f"127.0.0.1 localhost {HOST}\n")
        whole = [*inside, "sh", "-c", PREPARE, str(hosts), *command]
        subprocess.run(whole, check=True, cwd=launch.BASE_DIR, env=os.environ | environment)
