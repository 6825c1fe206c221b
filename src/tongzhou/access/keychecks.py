"""Signatures of devices, as WebCrypto makes them: Ed25519 (32 bytes of key), or ECDSA on P-256 over SHA-256 (65 bytes
of an uncompressed point; a signature is r and s of 32 bytes each). Pure."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

_P256 = ec.ECDSA(SHA256())


def _point(key: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)


def is_key(algorithm: str, key: bytes) -> bool:
    if algorithm == "Ed25519":
        return len(key) == 32
    try:
        return algorithm == "P-256" and len(key) == 65 and _point(key) is not None
    except ValueError:
        return False


def is_signed(algorithm: str, key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        if algorithm == "Ed25519":
            VerifyKey(key).verify(message, signature)
        else:
            r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
            _point(key).verify(utils.encode_dss_signature(r, s), message, _P256)
    except (BadSignatureError, InvalidSignature, ValueError):
        return False
    return len(signature) == 64
