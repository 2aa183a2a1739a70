#!/usr/bin/env python3
"""Makes ceremonies.json (to be accepted) and refused.json (to be refused), for WebAuthn Level 3 verifiers.

Keys come from labels, signatures are deterministic, so the output is always the same bytes.
Needs the Python package cryptography, 43 or newer.
"""
import base64
import datetime
import hashlib
import json
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

HERE = pathlib.Path(__file__).parent
RP_ID = "example.org"
ORIGIN = "https://example.org"
TOP_ORIGIN = "https://example.com"
UP, UV, BE, BS, AT, ED = 0x01, 0x04, 0x08, 0x10, 0x40, 0x80
AAGUID_EXTENSION = ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4")


def seed(label, length=32):
    return hashlib.sha512(b"webauthn vectors: " + label.encode()).digest()[:length]


# CBOR, as much of RFC 8949 as attestation objects and COSE keys use, in CTAP2 canonical order.


def head(major, value):
    for width, code in ((0, 24), (1, 24), (2, 25), (4, 26), (8, 27)):
        if width == 0 and value < 24:
            return bytes([major << 5 | value])
        if width and value < 1 << 8 * width:
            return bytes([major << 5 | code]) + value.to_bytes(width, "big")
    raise ValueError(value)


def cbor(value):
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    items = sorted((cbor(k), cbor(v)) for k, v in value.items())
    items.sort(key=lambda item: (len(item[0]), item[0]))
    return head(5, len(items)) + b"".join(k + v for k, v in items)


class EcKey:
    def __init__(self, label, alg=-7):
        curve, self.cose_curve, self.width, self.hash = {
            -7: (ec.SECP256R1(), 1, 32, hashes.SHA256()),
            -35: (ec.SECP384R1(), 2, 48, hashes.SHA384()),
            -36: (ec.SECP521R1(), 3, 66, hashes.SHA512()),
        }[alg]
        self.alg = alg
        self.private = ec.derive_private_key(int.from_bytes(seed(label, 48), "big") >> 136, curve)
        point = self.private.public_key().public_numbers()
        self.x, self.y = (n.to_bytes(self.width, "big") for n in (point.x, point.y))

    def cose(self):
        return {1: 2, 3: self.alg, -1: self.cose_curve, -2: self.x, -3: self.y}

    def sign(self, data):
        return self.private.sign(data, ec.ECDSA(self.hash, deterministic_signing=True))


class EdKey:
    alg = -8

    def __init__(self, label):
        self.private = ed25519.Ed25519PrivateKey.from_private_bytes(seed(label))

    def cose(self):
        raw = self.private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return {1: 1, 3: -8, -1: 6, -2: raw}

    def sign(self, data):
        return self.private.sign(data)


class RsaKey:
    """The key of RFC 7515 A.2: RSA keys are not derived from a label."""

    alg = -257

    def __init__(self):
        vectors = json.loads((HERE.parent / "rfc" / "rfc7515.json").read_text())["vectors"]
        jwk = next(v["key"] for v in vectors if v["name"] == "A.2")
        n = {k: int.from_bytes(base64.urlsafe_b64decode(v + "=="), "big") for k, v in jwk.items() if k != "kty"}
        self.public = rsa.RSAPublicNumbers(n["e"], n["n"])
        self.private = rsa.RSAPrivateNumbers(n["p"], n["q"], n["d"], n["dp"], n["dq"], n["qi"], self.public).private_key()

    def cose(self):
        return {1: 3, 3: -257, -1: self.public.n.to_bytes(256, "big"), -2: self.public.e.to_bytes(3, "big")}

    def sign(self, data):
        return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())


def name(common, unit):
    parts = [(NameOID.COUNTRY_NAME, "AA"), (NameOID.ORGANIZATION_NAME, "Example"), (NameOID.ORGANIZATIONAL_UNIT_NAME, unit)]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts + [(NameOID.COMMON_NAME, common)]])


def certificate(subject, issuer, key, issuer_key, extensions):
    builder = x509.CertificateBuilder(issuer, subject, key.private.public_key(), int.from_bytes(seed(str(subject), 8), "big") >> 1)
    builder = builder.not_valid_before(datetime.datetime(2024, 1, 1)).not_valid_after(datetime.datetime(3024, 1, 1))
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    made = builder.sign(issuer_key.private, hashes.SHA256(), ecdsa_deterministic=True)
    return made.public_bytes(serialization.Encoding.DER)


CA_KEY, CA_NAME = EcKey("attestation CA"), name("Vectors CA", "Attestation CA")
CA_CERTIFICATE = certificate(CA_NAME, CA_NAME, CA_KEY, CA_KEY, [(x509.BasicConstraints(True, 0), True)])
ATTESTATION_KEY = EcKey("attestation")


def attestation_certificate(aaguid):
    extensions = [(x509.BasicConstraints(False, None), True)]
    if aaguid:
        extensions.append((x509.UnrecognizedExtension(AAGUID_EXTENSION, cbor(aaguid).replace(b"\x50", b"\x04\x10", 1)), False))
    subject = name("Vectors authenticator", "Authenticator Attestation")
    return certificate(subject, CA_NAME, ATTESTATION_KEY, CA_KEY, extensions)


def client_data(kind, challenge, **members):
    encoded = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
    value = {"type": kind, "challenge": encoded, "origin": ORIGIN, "crossOrigin": False, **members}
    return json.dumps(value, separators=(",", ":")).encode()


def authenticator_data(flags, counter=0, rp_id=RP_ID, credential=b"", extensions=b""):
    return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + counter.to_bytes(4, "big") + credential + extensions


def attested(aaguid, credential_id, public_key):
    return aaguid + len(credential_id).to_bytes(2, "big") + credential_id + public_key


class Ceremony:
    """One credential: how it is registered, and one assertion with it."""

    def __init__(self, label, title, key, attestation="none", id_length=32, flags=UP | UV, counters=(0, 0), **client):
        self.label, self.title, self.key, self.attestation, self.flags = label, title, key, attestation, flags
        self.counters, self.client = counters, client
        self.aaguid = bytes(16) if attestation == "fido-u2f" else seed(label + " aaguid", 16)
        self.credential_id = (seed(label + " id", 64) * 20)[:id_length]
        self.challenges = seed(label + " create"), seed(label + " get")

    def registration(self, data=None, auth=None, statement=None, fmt=None):
        data = data or client_data("webauthn.create", self.challenges[0], **self.client)
        auth = auth or self.parts()[0]
        fmt = fmt or self.attestation.removesuffix("-self")
        if statement is None:
            statement = self.statement(auth, hashlib.sha256(data).digest())
        whole = cbor({"fmt": fmt, "attStmt": statement, "authData": auth})
        return {"challenge": self.challenges[0], "clientDataJSON": data, "attestationObject": whole}

    def statement(self, auth, digest):
        if self.attestation == "packed-self":
            return {"alg": self.key.alg, "sig": self.key.sign(auth + digest)}
        if self.attestation == "packed":
            chain = [attestation_certificate(self.aaguid)]
            return {"alg": -7, "sig": ATTESTATION_KEY.sign(auth + digest), "x5c": chain}
        if self.attestation == "fido-u2f":
            signed = b"\0" + auth[:32] + digest + self.credential_id + b"\4" + self.key.x + self.key.y
            return {"sig": ATTESTATION_KEY.sign(signed), "x5c": [attestation_certificate(b"")]}
        return {}

    def parts(self):
        """The authenticator data of the registration, and a signature by the right key over the wrong bytes."""
        block = attested(self.aaguid, self.credential_id, cbor(self.key.cose()))
        signer = ATTESTATION_KEY if self.attestation == "packed" else self.key
        return authenticator_data(self.flags | AT, self.counters[0], credential=block), signer.sign(b"other data")

    def assertion(self, data=None, auth=None, signature=None):
        data = data or client_data("webauthn.get", self.challenges[1], **self.client)
        auth = auth or authenticator_data(self.flags, self.counters[1])
        signature = signature or self.key.sign(auth + hashlib.sha256(data).digest())
        return {"challenge": self.challenges[1], "authenticatorData": auth, "clientDataJSON": data, "signature": signature}


def ceremonies():
    es256 = EcKey("es256")
    yield Ceremony("none-es256", "ES256, no attestation", es256)
    yield Ceremony("none-es256-presence-only", "user present, not verified", EcKey("b"), flags=UP)
    yield Ceremony("none-es256-synced", "backup eligible and backed up", EcKey("c"), flags=UP | UV | BE | BS)
    yield Ceremony("none-es256-eligible", "backup eligible, not backed up", EcKey("d"), flags=UP | UV | BE)
    yield Ceremony("none-es256-counter", "signature counter in use", EcKey("e"), counters=(41, 42))
    yield Ceremony("none-es256-long-id", "credential id of 1023 bytes", EcKey("f"), id_length=1023)
    yield Ceremony("none-es256-short-id", "credential id of 16 bytes", EcKey("g"), id_length=16)
    yield Ceremony("none-es256-cross-origin", "crossOrigin true", EcKey("h"), crossOrigin=True)
    yield Ceremony("none-es256-top-origin", "topOrigin given", EcKey("i"), crossOrigin=True, topOrigin=TOP_ORIGIN)
    yield Ceremony("none-es256-extra-members", "client data with members of the future", EcKey("j"), future={"a": [1, None]})
    yield Ceremony("none-es384", "ES384", EcKey("k", -35))
    yield Ceremony("none-es512", "ES512", EcKey("l", -36))
    yield Ceremony("none-eddsa", "Ed25519", EdKey("m"))
    yield Ceremony("none-rs256", "RS256", RsaKey())
    yield Ceremony("packed-self-es256", "self attestation, ES256", EcKey("n"), "packed-self")
    yield Ceremony("packed-self-eddsa", "self attestation, Ed25519", EdKey("o"), "packed-self")
    yield Ceremony("packed-es256", "packed attestation with certificate", EcKey("p"), "packed")
    yield Ceremony("packed-rs256", "packed attestation with certificate, RS256", RsaKey(), "packed")
    yield Ceremony("fido-u2f-es256", "U2F attestation", EcKey("q"), "fido-u2f", flags=UP)


def flip(data, bit):
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]


def off_curve(key):
    return {**key.cose(), -3: flip(key.y, 255)}


def refused_registrations(c):
    key = cbor(c.key.cose())
    block = attested(c.aaguid, c.credential_id, key)
    create = lambda **m: client_data("webauthn.create", c.challenges[0], **m)
    auth = lambda flags=UP | UV | AT, block=block, **m: authenticator_data(flags, credential=block, **m)
    swapped = lambda cose: auth(block=attested(c.aaguid, c.credential_id, cbor(cose)))
    yield "type is that of an assertion", {"data": client_data("webauthn.get", c.challenges[0])}
    yield "challenge of another ceremony", {"data": client_data("webauthn.create", c.challenges[1])}
    yield "challenge cut short", {"data": client_data("webauthn.create", c.challenges[0][:-1])}
    yield "challenge padded", {"data": create().replace(b'","origin"', b'=","origin"')}
    yield "other origin", {"data": create(origin="https://example.net")}
    yield "origin with another scheme", {"data": create(origin="http://example.org")}
    yield "origin with another port", {"data": create(origin="https://example.org:8443")}
    yield "origin that only starts alike", {"data": create(origin="https://example.org.example.net")}
    yield "origin missing", {"data": create().replace(b'"origin"', b'"0rigin"')}
    yield "client data is not JSON", {"data": create()[:-1]}
    yield "client data with text behind", {"data": create() + b"x"}
    yield "client data with two types", {"data": b'{"type":"webauthn.get",' + create()[1:]}
    yield "relying party of another name", {"auth": auth(rp_id="example.net")}
    yield "user not present", {"auth": auth(UV | AT)}
    yield "backed up, but not eligible", {"auth": auth(UP | UV | AT | BS)}
    yield "no attested credential data", {"auth": authenticator_data(UP | UV)}
    yield "credential data cut short", {"auth": auth()[:-1]}
    yield "bytes behind the key", {"auth": auth() + b"\0"}
    yield "extension flag without extensions", {"auth": auth(UP | UV | AT | ED)}
    yield "extensions without their flag", {"auth": auth(extensions=cbor({"credProtect": 2}))}
    yield "credential id longer than the data", {"auth": auth(block=c.aaguid + b"\xff\xff" + c.credential_id + key)}
    yield "credential id of 1024 bytes", {"auth": auth(block=attested(c.aaguid, bytes(1024), key))}
    yield "point not on the curve", {"auth": swapped(off_curve(c.key))}
    yield "point at infinity", {"auth": swapped({**c.key.cose(), -2: bytes(32), -3: bytes(32)})}
    yield "coordinate of 31 bytes", {"auth": swapped({**c.key.cose(), -2: c.key.x[:31]})}
    yield "key of another curve", {"auth": swapped({**c.key.cose(), -1: 2})}
    yield "key for an algorithm not asked for", {"auth": swapped({**c.key.cose(), 3: -47})}
    yield "key without algorithm", {"auth": swapped({k: v for k, v in c.key.cose().items() if k != 3})}
    yield "key type and algorithm disagree", {"auth": swapped({**c.key.cose(), 3: -257})}
    yield "no attestation, yet a statement", {"statement": {"alg": -7}}
    yield "unknown attestation format", {"fmt": "example"}


def refused_statements(self_attested, packed):
    for c, tag in ((self_attested, "self attestation"), (packed, "packed attestation")):
        good = c.registration()
        statement = c.statement(c.parts()[0], hashlib.sha256(good["clientDataJSON"]).digest())
        yield c, f"{tag}: flipped signature bit", {"statement": {**statement, "sig": flip(statement["sig"], 399)}}
        yield c, f"{tag}: signature over other data", {"statement": {**statement, "sig": c.parts()[1]}}
        yield c, f"{tag}: algorithm of another key", {"statement": {**statement, "alg": -35}}
        yield c, f"{tag}: no signature", {"statement": {k: v for k, v in statement.items() if k != "sig"}}
        if "x5c" in statement:
            other = attestation_certificate(seed("another aaguid", 16))
            yield c, f"{tag}: certificate names another authenticator model", {"statement": {**statement, "x5c": [other]}}
            yield c, f"{tag}: empty chain", {"statement": {**statement, "x5c": []}}
            yield c, f"{tag}: certificate is that of the CA", {"statement": {**statement, "x5c": [CA_CERTIFICATE]}}


def refused_assertions(c, counted, eligible):
    get = lambda **m: client_data("webauthn.get", c.challenges[1], **m)
    good = c.assertion()
    signature = good["signature"]
    yield c, "type is that of a registration", {"data": client_data("webauthn.create", c.challenges[1])}
    yield c, "challenge of another ceremony", {"data": client_data("webauthn.get", c.challenges[0])}
    yield c, "other origin", {"data": get(origin="https://example.net")}
    yield c, "relying party of another name", {"auth": authenticator_data(UP | UV, rp_id="example.net")}
    yield c, "user not present", {"auth": authenticator_data(UV)}
    yield c, "backed up, but not eligible", {"auth": authenticator_data(UP | UV | BS)}
    yield c, "eligible now, not at registration", {"auth": authenticator_data(UP | UV | BE)}
    yield eligible, "not eligible now, eligible at registration", {"auth": authenticator_data(UP | UV)}
    yield counted, "counter stands still", {"auth": authenticator_data(UP | UV, 41)}
    yield counted, "counter went back", {"auth": authenticator_data(UP | UV, 40)}
    yield counted, "counter fell to zero", {"auth": authenticator_data(UP | UV, 0)}
    yield c, "bytes behind the authenticator data", {"auth": authenticator_data(UP | UV) + b"\0"}
    yield c, "authenticator data cut short", {"auth": authenticator_data(UP | UV)[:-1]}
    yield c, "extension flag without extensions", {"auth": authenticator_data(UP | UV | ED)}
    yield c, "flipped bit in the signature", {"signature": flip(signature, 399)}
    yield c, "signature cut short", {"signature": signature[:-1]}
    yield c, "bytes behind the signature", {"signature": signature + b"\0"}
    yield c, "zero signature", {"signature": bytes.fromhex("3006020100020100")}
    yield c, "signature of another key", {"signature": counted.key.sign(good["authenticatorData"] + hashlib.sha256(good["clientDataJSON"]).digest())}
    yield c, "signature over the client data alone", {"signature": c.key.sign(hashlib.sha256(good["clientDataJSON"]).digest())}
    yield c, "signature of the registration", {"signature": c.key.sign(c.parts()[0] + hashlib.sha256(c.registration()["clientDataJSON"]).digest())}


def text(value):
    if isinstance(value, dict):
        return {k: text(v) for k, v in value.items()}
    return value.hex() if isinstance(value, bytes) else value


def write(file_name, vectors):
    top = {"source": "generate.py; WebAuthn Level 3, hex", "rpId": RP_ID, "origin": ORIGIN, "topOrigin": TOP_ORIGIN}
    whole = {**top, "attestationRoot": CA_CERTIFICATE, "vectors": [text(v) for v in vectors]}
    (HERE / file_name).write_text(json.dumps(text(whole), indent=1) + "\n")


def main():
    good = {c.label: c for c in ceremonies()}
    write("ceremonies.json", [
        {"name": c.label, "title": c.title, "credentialId": c.credential_id, "registration": c.registration(), "assertion": c.assertion()}
        for c in good.values()
    ])
    plain = good["none-es256"]
    registrations = [(plain, why, changes) for why, changes in refused_registrations(plain)]
    registrations += refused_statements(good["packed-self-es256"], good["packed-es256"])
    refused = [{"name": why, "of": c.label, "registration": c.registration(**changes)} for c, why, changes in registrations]
    for c, why, changes in refused_assertions(plain, good["none-es256-counter"], good["none-es256-eligible"]):
        refused.append({"name": why, "of": c.label, "assertion": c.assertion(**changes)})
    write("refused.json", refused)


if __name__ == "__main__":
    main()
