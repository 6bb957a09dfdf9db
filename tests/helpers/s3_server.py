"""An S3 server on this computer, where `moto[server]` and `s3fs` are installed."""

import importlib
import importlib.util
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_NEEDED = ("s3fs", "moto", "flask", "boto3")


@contextmanager
def s3_bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty bucket, found and opened as a person would have it: by this computer's own AWS settings."""
    missing = [one for one in _NEEDED if importlib.util.find_spec(one) is None]
    if missing:
        pytest.skip(f"an S3 server needs {', '.join(missing)}: pip install s3fs 'moto[server]'")
    server = importlib.import_module("moto.server").ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-north-1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    systems = importlib.import_module("s3fs").S3FileSystem
    systems.clear_instance_cache()  # another test's server is gone
    bucket = f"firm-{secrets.token_hex(4)}"  # the servers of one process share what they keep
    try:
        importlib.import_module("boto3").client("s3").create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": settings["AWS_DEFAULT_REGION"]}
        )
        yield bucket
    finally:
        systems.clear_instance_cache()
        server.stop()
