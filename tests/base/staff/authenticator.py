"""A passkey in software (WebAuthn level 3, "none" attestation, ES256), as a browser and a phone are together."""

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(plain: bytes) -> str:
    return urlsafe_b64encode(plain).rstrip(b"=").decode()


class Passkey:
    """One passkey, for one name; it knows whom it is for, and who they are where it `verifies`."""

    def __init__(self, name: str = "localhost", origin: str = "http://localhost", *, verifies: bool = True) -> None:
        self.name, self.origin = name, origin
        self.flags = PRESENT | (VERIFIED if verifies else 0)
        self.id = os.urandom(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.user = b""

    def make(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.create` answers."""
        self.user = websafe_decode(asked["user"]["id"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))  # type: ignore[no-untyped-call]
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        shown = cbor.encode({"fmt": "none", "attStmt": {}, "authData": self.said(ATTESTED) + attested})
        client = self.client("webauthn.create", asked["challenge"])
        return self.credential(clientDataJSON=client, attestationObject=shown)

    def show(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.get` answers."""
        said, client = self.said(), self.client("webauthn.get", asked["challenge"])
        signature = self.key.sign(said + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self.credential(clientDataJSON=client, authenticatorData=said, signature=signature, userHandle=self.user)

    def said(self, more: int = 0) -> bytes:
        return hashlib.sha256(self.name.encode()).digest() + bytes([self.flags | more]) + bytes(4)

    def client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def credential(self, **response: bytes) -> dict[str, Any]:
        return {
            "id": encoded(self.id),
            "rawId": encoded(self.id),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {name: encoded(value) for name, value in response.items()},
        }
