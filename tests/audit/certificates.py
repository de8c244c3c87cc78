"""A certificate authority of one run, and what it signs for the site."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DAY = timedelta(days=1)


def _certificate(
    subject: str, public_key: ec.EllipticCurvePublicKey, issuer: str
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])


def make(folder: Path, host: str) -> tuple[Path, Path]:
    """The authority's certificate, and the site's with its key; two PEM files."""
    authority = ec.generate_private_key(ec.SECP256R1())
    site = ec.generate_private_key(ec.SECP256R1())
    root = (
        _certificate("Test authority", authority.public_key(), "Test authority")
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority, hashes.SHA256())
    )
    own = (
        _certificate(host, site.public_key(), "Test authority")
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(authority, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    key = site.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    authority_file, site_file = folder / "authority.pem", folder / "site.pem"
    authority_file.write_bytes(root.public_bytes(pem))
    site_file.touch(mode=0o600)
    site_file.write_bytes(own.public_bytes(pem) + key)
    return authority_file, site_file
