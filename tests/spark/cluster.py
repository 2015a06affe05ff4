# SPDX-License-Identifier: MIT
"""A cluster of Apache Spark on this machine: a master and workers, each a process of its own."""

import os
import pathlib
import re
import signal
import subprocess
import sys
import time

import pyspark

BIN = pathlib.Path(pyspark.__file__).parent / "bin"
START = 240  # seconds after which a daemon that has not started never will
# Quick to start, and small: a machine of two processors runs six of them here.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


class Cluster:
    """Runs from `with` to its end."""

    def __init__(self, directory, workers=2):
        self._directory = pathlib.Path(directory)
        self._count = workers
        self._daemons = []
        # Nothing of ours is known to the cluster but what a job brings.
        ours = ("NFHSCREEN_LIBRARY", "PYTHONPATH", "LD_PRELOAD")
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ours},
            "SPARK_LOCAL_DIRS": str(self._directory / "local"),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": JAVA,
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_HOME": str(BIN.parent),
        }

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self):
        master = "org.apache.spark.deploy.master.Master"
        log = self._daemon(master, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        self.url = self._wait(log, r"Starting Spark master at (spark://\S+)")
        logs = []
        for i in range(self._count):
            options = ["--cores", "1", "--memory", "1g", "--host", "127.0.0.1", "--webui-port", "0"]
            work = self._directory / f"work{i}"
            worker = "org.apache.spark.deploy.worker.Worker"
            logs.append(self._daemon(worker, *options, "--work-dir", work, self.url))
        for log in logs:
            self._wait(log, r"(Successfully registered with master)")

    def _daemon(self, name, *arguments):
        log = self._directory / f"daemon{len(self._daemons)}.log"
        with log.open("wb") as file:
            self._daemons.append(
                subprocess.Popen(
                    [str(BIN / "spark-class"), name, *map(str, arguments)],
                    env=self.environment,
                    cwd=self._directory,
                    stdout=file,
                    stderr=subprocess.STDOUT,
                    stdin=subprocess.DEVNULL,
                )
            )
        return log

    @staticmethod
    def _wait(log, pattern):
        """What the pattern finds in a log."""
        end = time.monotonic() + START
        while time.monotonic() < end:
            found = re.search(pattern, log.read_text(errors="replace"))
            if found:
                return found[1]
            time.sleep(0.1)
        raise TimeoutError(f"no {pattern!r} in {START} s:\n{log.read_text(errors='replace')}")

    def __exit__(self, *_):
        # Workers end their executors.
        for daemon in reversed(self._daemons):
            daemon.terminate()
        for daemon in self._daemons:
            try:
                daemon.wait(20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()

    def submit(self, *arguments, settings, environment):
        """A running spark-submit; its output goes to a file, `log`. What is in the environment
        is there for the driver alone."""
        java = {"driver.extraJavaOptions": JAVA, "executor.extraJavaOptions": JAVA}
        settings = {**settings, **java}
        options = [f"--conf=spark.{name}={value}" for name, value in settings.items()]
        log = self._directory / f"submit{time.monotonic_ns()}.log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                [str(BIN / "spark-submit"), "--master", self.url, *options, *map(str, arguments)],
                env={**self.environment, **environment},
                cwd=self._directory,
                stdout=file,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        process.log = log
        return process

    def kill_an_executor(self):
        """Kills the executor of the first worker that has one, as a failing machine would."""
        workers = {daemon.pid for daemon in self._daemons[1:]}
        for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                command = (status.parent / "cmdline").read_bytes()
            except (OSError, ValueError, IndexError):
                continue  # it has ended
            if parent in workers and b"CoarseGrainedExecutorBackend" in command:
                os.kill(int(status.parent.name), signal.SIGKILL)
                return
        raise LookupError("no executor is running")
