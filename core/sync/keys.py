"""Keys of an installation (Ed25519 to sign, X25519 to be sealed for) and the office's own TLS certificate."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """Raw 32-byte public keys."""

    sign: bytes
    seal: bytes

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 over both: what a QR code vouches for."""
        return hashlib.sha256(self.sign + self.seal).digest()


class KeyPair:
    """The private keys of this installation."""

    def __init__(self, sign: bytes, seal: bytes) -> None:
        self.sign = Ed25519PrivateKey.from_private_bytes(sign)
        self.seal = X25519PrivateKey.from_private_bytes(seal)
        self.public = PublicKeys(
            self.sign.public_key().public_bytes_raw(), self.seal.public_key().public_bytes_raw()
        )

    @classmethod
    def made(cls) -> "KeyPair":
        return cls(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES))

    @classmethod
    def from_bytes(cls, kept: bytes) -> "KeyPair":
        return cls(kept[:KEY_BYTES], kept[KEY_BYTES:])

    def to_bytes(self) -> bytes:
        return self.sign.private_bytes_raw() + self.seal.private_bytes_raw()


def recipient_mark(seal_key: bytes) -> bytes:
    """16 bytes that tell a reader whether a letter is for its keys."""
    return hashlib.sha256(seal_key).digest()[:16]


@dataclass(frozen=True, slots=True)
class Certificate:
    """The office's TLS certificate with its key, both PEM; tablets trust exactly this one, by its fingerprint."""

    pem: bytes
    key_pem: bytes

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the DER form."""
        return x509.load_pem_x509_certificate(self.pem).fingerprint(hashes.SHA256())


def checked(certificate: Certificate) -> Certificate:
    """ValueError unless both parts can be read and belong together."""
    key = load_pem_private_key(certificate.key_pem, None)
    if key.public_key() != x509.load_pem_x509_certificate(certificate.pem).public_key():
        raise ValueError("the certificate is not of this key")
    return certificate


def make_certificate(office_id: str, now: datetime) -> Certificate:
    """A self-signed P-256 certificate for thirty years: it is pinned, so neither names nor dates are relied on."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"tulpan-office-{office_id[:8]}")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A tablet whose clock is wrong must still reach its office.
        .not_valid_before(now - timedelta(days=3650))
        .not_valid_after(now + timedelta(days=365 * 30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("tulpan-office")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Certificate(
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
