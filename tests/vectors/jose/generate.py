#!/usr/bin/env python3
"""Makes jws.json, jwe.json and jwk.json: what a strict JOSE reader must accept, and what it must refuse.

Keys come from labels, signatures and encryptions are deterministic, so the output is always the same bytes.
Needs the Python package cryptography, 43 or newer.
"""
import base64
import hashlib
import hmac
import json
import pathlib

from cryptography.hazmat.primitives import hashes, keywrap, padding, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

HERE = pathlib.Path(__file__).parent
CURVES = {"P-256": (ec.SECP256R1(), 32), "P-384": (ec.SECP384R1(), 48), "P-521": (ec.SECP521R1(), 66)}
EC_ALGS = {"ES256": ("P-256", hashes.SHA256()), "ES384": ("P-384", hashes.SHA384()), "ES512": ("P-521", hashes.SHA512())}
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
P256_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
ALLOWED = ["ES256", "ES384", "ES512", "PS256", "EdDSA"]
CLAIMS = b'{"iss":"https://example.org","sub":"resident"}'


def seed(label, length=32):
    return hashlib.shake_256(b"jose vectors: " + label.encode()).digest(length)


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def compact_json(value):
    return json.dumps(value, separators=(",", ":")).encode()


def ec_private(label, curve="P-256"):
    return ec.derive_private_key(int.from_bytes(seed(label, 30), "big"), CURVES[curve][0])


def ec_jwk(key, curve="P-256", private=False, **members):
    width, point = CURVES[curve][1], key.public_key().public_numbers()
    jwk = {"kty": "EC", "crv": curve, "x": b64(point.x.to_bytes(width, "big")), "y": b64(point.y.to_bytes(width, "big"))}
    if private:
        jwk["d"] = b64(key.private_numbers().private_value.to_bytes(width, "big"))
    return {**jwk, **members}


def ec_sign(key, alg, data):
    width = CURVES[EC_ALGS[alg][0]][1]
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(EC_ALGS[alg][1], deterministic_signing=True)))
    return r.to_bytes(width, "big") + s.to_bytes(width, "big")


def rsa_key():
    """The key of RFC 7515 A.2: RSA keys are not derived from a label."""
    vectors = json.loads((HERE.parent / "rfc" / "rfc7515.json").read_text())["vectors"]
    return next(v["key"] for v in vectors if v["name"] == "A.2")


def mgf1(data, length):
    blocks = (hashlib.sha256(data + i.to_bytes(4, "big")).digest() for i in range(length // 32 + 1))
    return b"".join(blocks)[:length]


def rsa_raw(key, encoded):
    n, d = (int.from_bytes(unb64(key[m]), "big") for m in ("n", "d"))
    return pow(int.from_bytes(encoded, "big"), d, n).to_bytes(256, "big")


def pss_sign(key, data, salt_length=32):
    """RFC 8017 §9.1.1 with a salt from a label, so that the signature is always the same."""
    salt = seed("salt", salt_length)
    digest = hashlib.sha256(bytes(8) + hashlib.sha256(data).digest() + salt).digest()
    block = bytes(256 - salt_length - 32 - 2) + b"\x01" + salt
    masked = bytes(a ^ b for a, b in zip(block, mgf1(digest, len(block))))
    return rsa_raw(key, bytes([masked[0] & 0x7F]) + masked[1:] + digest + b"\xbc")


def pkcs1_sign(key, data):
    info = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(data).digest()
    return rsa_raw(key, b"\0\1" + b"\xff" * (256 - len(info) - 3) + b"\0" + info)


SIGNING = {alg: ec_private(alg, curve) for alg, (curve, _) in EC_ALGS.items()}
OTHER = ec_private("other")
RSA = rsa_key()
RSA_PUBLIC = {m: RSA[m] for m in ("kty", "n", "e")}
ED = ed25519.Ed25519PrivateKey.from_private_bytes(seed("EdDSA"))
ED_X = ED.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
PUBLIC = {alg: ec_jwk(key, EC_ALGS[alg][0], use="sig", alg=alg, kid=alg) for alg, key in SIGNING.items()}
PUBLIC["PS256"] = {**RSA_PUBLIC, "use": "sig", "alg": "PS256", "kid": "PS256"}
PUBLIC["EdDSA"] = {"kty": "OKP", "crv": "Ed25519", "x": b64(ED_X), "use": "sig", "alg": "EdDSA", "kid": "EdDSA"}


def sign(alg, data):
    if alg in SIGNING:
        return ec_sign(SIGNING[alg], alg, data)
    return {"PS256": lambda: pss_sign(RSA, data), "RS256": lambda: pkcs1_sign(RSA, data), "EdDSA": lambda: ED.sign(data)}[alg]()


def jws(header, payload=CLAIMS, by="ES256", change=lambda s: s, first=None, second=None):
    """A compact JWS; header is an object or raw bytes, change alters the signature, first and second the encoded parts."""
    raw = header if isinstance(header, bytes) else compact_json(header)
    first = b64(raw) if first is None else first
    second = b64(payload) if second is None else second
    data = f"{first}.{second}".encode()
    signature = by(data) if callable(by) else sign(by, data)
    return f"{first}.{second}.{b64(change(signature))}"


ES = {"alg": "ES256", "kid": "ES256"}


def jws_accepted():
    for alg in ALLOWED:
        yield f"{alg}", [alg], jws({"alg": alg, "kid": alg, "typ": "JWT"}, by=alg)
    yield "Ed25519 as RFC 9864 names it", ["EdDSA"], jws({"alg": "Ed25519", "kid": "EdDSA"}, by="EdDSA")
    yield "the right key among five", ALLOWED, jws({"alg": "ES384", "kid": "ES384"}, by="ES384")
    yield "no kid, one key", ["ES256"], jws({"alg": "ES256"})
    yield "unknown members that are not critical", ["ES256"], jws({**ES, "example": {"a": [1, 2]}})
    yield "white space in the header", ["ES256"], jws(b'{ "alg" : "ES256" ,\r\n "kid" : "ES256" }')
    yield "the larger of the two values of s", ["ES256"], jws(ES, change=other_s)
    yield "empty claims", ["ES256"], jws(ES, payload=b"{}")


def other_s(signature):
    """ECDSA verifies with s and with n - s alike; JOSE does not choose between them."""
    s = int.from_bytes(signature[32:], "big")
    high = max(s, P256_ORDER - s)
    return signature[:32] + high.to_bytes(32, "big")


def mac(secret):
    return lambda data: hmac.digest(secret, data, "sha256")


def public_der(alg):
    return SIGNING[alg].public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def public_pem(alg):
    return SIGNING[alg].public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def der_signature(data):
    return SIGNING["ES256"].sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


def jws_refused():
    one = ["ES256"]
    for name in ("none", "None", "NONE", "nOnE", "", "ES256 ", "es256"):
        yield f"alg is {name!r}, no signature", one, jws({"alg": name, "kid": "ES256"}, by=lambda _: b"")
        yield f"alg is {name!r}, good ES256 signature", one, jws({"alg": name, "kid": "ES256"})
    for name, value in (("a number", 256), ("null", None), ("a list", ["ES256"]), ("true", True)):
        yield f"alg is {name}", one, jws({"alg": value, "kid": "ES256"})
    yield "no alg", one, jws({"kid": "ES256"})
    for name, secret in (("x", unb64(PUBLIC["ES256"]["x"])), ("DER", public_der("ES256")), ("PEM", public_pem("ES256")),
                         ("PEM without the last line break", public_pem("ES256").rstrip()), ("JWK", compact_json(PUBLIC["ES256"])),
                         ("nothing", b""), ("zeros", bytes(32))):
        yield f"HS256 with the public key as secret: {name}", one, jws({"alg": "HS256", "kid": "ES256"}, by=mac(secret))
    yield "RS256 with a key for PS256", ["PS256"], jws({"alg": "RS256", "kid": "PS256"}, by="RS256")
    yield "PS256 announced, RS256 made", ["PS256"], jws({"alg": "PS256", "kid": "PS256"}, by="RS256")
    yield "PS256 with a salt of 20 bytes", ["PS256"], jws({"alg": "PS256", "kid": "PS256"}, by=lambda d: pss_sign(RSA, d, 20))
    yield "PS256 without salt", ["PS256"], jws({"alg": "PS256", "kid": "PS256"}, by=lambda d: pss_sign(RSA, d, 0))
    yield "ES384 announced, key for ES256", one, jws({"alg": "ES384", "kid": "ES256"})
    yield "EdDSA announced, key for ES256", one, jws({"alg": "EdDSA", "kid": "ES256"})
    yield "unknown kid", ALLOWED, jws({"alg": "ES256", "kid": "nobody"})
    yield "kid of another key", ALLOWED, jws({"alg": "ES256", "kid": "ES384"})
    yield "kid is a number", one, jws({"alg": "ES256", "kid": 1})
    yield "signed by a key that is not in the set", one, jws(ES, by=lambda d: ec_sign(OTHER, "ES256", d))
    yield "brings its own key", one, jws({**ES, "jwk": ec_jwk(OTHER)}, by=lambda d: ec_sign(OTHER, "ES256", d))
    for place in ("jku", "x5u"):
        yield f"names a {place} to fetch its key from", one, jws({**ES, place: "https://example.net/"}, by=lambda d: ec_sign(OTHER, "ES256", d))
    yield "crit names an unknown member", one, jws({**ES, "crit": ["example"], "example": 1})
    yield "crit names b64", one, jws({**ES, "crit": ["b64"], "b64": True})
    yield "b64 false without crit", one, jws({**ES, "b64": False})
    yield "crit is empty", one, jws({**ES, "crit": []})
    yield "crit is no list", one, jws({**ES, "crit": "alg"})
    yield "crit names a member that is not there", one, jws({**ES, "crit": ["exp"]})
    yield "alg twice in the header", one, jws(b'{"alg":"none","alg":"ES256","kid":"ES256"}')
    yield "alg twice, one escaped", one, jws(b'{"alg":"ES256","\\u0061lg":"none","kid":"ES256"}')
    yield "header is a list", one, jws(b'[{"alg":"ES256"}]')
    yield "header is not JSON", one, jws(b'{"alg":"ES256"')
    yield "text behind the header", one, jws(b'{"alg":"ES256"}x')
    yield "a second object behind the header", one, jws(b'{"alg":"ES256"}{}')
    yield "byte order mark before the header", one, jws(b'\xef\xbb\xbf{"alg":"ES256"}')
    yield "header is not UTF-8", one, jws(b'{"alg":"ES256","kid":"\xff"}')
    yield "NUL in the header", one, jws(b'{"alg":"ES256"}\0')
    yield "comma behind the last member", one, jws(b'{"alg":"ES256",}')
    yield "single quotes", one, jws(b"{'alg':'ES256'}")
    yield "header nested a thousand deep", one, jws(b'{"alg":"ES256","a":' + b"[" * 1000 + b"]" * 1000 + b"}")
    yield "header of 20,000 bytes", one, jws({**ES, "example": "a" * 20000})
    yield "empty header", one, jws(ES, first="")
    yield "claims are not JSON", one, jws(ES, payload=b"resident")
    yield "claims are a list", one, jws(ES, payload=b"[]")
    yield "no claims", one, jws(ES, payload=b"")
    yield "a claim twice", one, jws(ES, payload=b'{"sub":"resident","sub":"officer"}')
    yield "claims with text behind", one, jws(ES, payload=CLAIMS + b"x")
    good = jws(ES)
    first, second, third = good.split(".")
    yield "empty text", one, ""
    yield "two dots only", one, ".."
    yield "two parts", one, f"{first}.{second}"
    yield "four parts", one, f"{good}."
    yield "five parts", one, f"{good}.a.b"
    yield "no signature", one, f"{first}.{second}."
    yield "dot in front", one, f".{good}"
    for name, text in (("space in front", f" {good}"), ("line break behind", f"{good}\n"), ("NUL behind", f"{good}\0"),
                       ("padding behind the signature", f"{good}=="), ("space within the signature", f"{first}.{second}.{third[:9]} {third[9:]}"),
                       ("line break within the signature", f"{first}.{second}.{third[:9]}\n{third[9:]}"),
                       ("percent sign in the signature", f"{first}.{second}.%{third[1:]}")):
        yield name, one, text
    yield "standard alphabet in the signature", one, f"{first}.{second}.{standard_alphabet(third)}"
    yield "stray bits at the end of the signature", one, f"{first}.{second}.{stray_bits(third)}"
    padded = base64.urlsafe_b64encode(CLAIMS + b" ").decode()
    yield "claims with padding, signed so", one, jws(ES, second=padded if padded.endswith("=") else padded + "=")
    yield "flattened JSON form", one, json.dumps({"protected": first, "payload": second, "signature": third})
    for name, change in signature_changes():
        yield name, one, jws(ES, change=change)
    yield "signature in DER", one, jws(ES, by=der_signature)
    yield "claims changed after signing", one, f"{first}.{b64(CLAIMS.replace(b'resident', b'officer!'))}.{third}"
    yield "header changed after signing", one, f"{b64(compact_json({**ES, 'typ': 'JWT'}))}.{second}.{third}"
    yield "EdDSA: one bit flipped", ["EdDSA"], jws({"alg": "EdDSA", "kid": "EdDSA"}, by="EdDSA", change=lambda s: flip(s, 3))
    yield "EdDSA: s plus the group order", ["EdDSA"], jws({"alg": "EdDSA", "kid": "EdDSA"}, by="EdDSA", change=ed_large_s)
    yield "PS256: one bit flipped", ["PS256"], jws({"alg": "PS256", "kid": "PS256"}, by="PS256", change=lambda s: flip(s, 77))
    yield "PS256: a leading zero byte more", ["PS256"], jws({"alg": "PS256", "kid": "PS256"}, by="PS256", change=lambda s: b"\0" + s)


def standard_alphabet(text):
    return text.replace("-", "+").replace("_", "/") if set(text) & set("-_") else "+" + text[1:]


def stray_bits(text):
    """64 bytes end in a character that carries two bits and four zeros: set one of the zeros."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return text[:-1] + alphabet[alphabet.index(text[-1]) | 1]


def flip(data, bit):
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]


def ed_large_s(signature):
    order = 2**252 + 27742317777372353535851937790883648493
    return signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")


def signature_changes():
    order = P256_ORDER.to_bytes(32, "big")
    yield "one bit flipped in r", lambda s: flip(s, 5)
    yield "one bit flipped in s", lambda s: flip(s, 300)
    yield "signature one byte short", lambda s: s[:-1]
    yield "signature one byte long", lambda s: s + b"\0"
    yield "r and s with a leading zero byte each", lambda s: b"\0" + s[:32] + b"\0" + s[32:]
    yield "r and s exchanged", lambda s: s[32:] + s[:32]
    yield "r and s zero", lambda s: bytes(64)
    yield "r zero", lambda s: bytes(32) + s[32:]
    yield "s zero", lambda s: s[:32] + bytes(32)
    yield "r is the group order", lambda s: order + s[32:]
    yield "s is the group order", lambda s: s[:32] + order
    yield "r and s one", lambda s: (bytes(31) + b"\1") * 2
    yield "all bits set", lambda s: b"\xff" * 64


DECRYPTION = {curve: ec_private(f"enc {curve}", curve) for curve in CURVES}
WRAPS = {"ECDH-ES+A128KW": 16, "ECDH-ES+A192KW": 24, "ECDH-ES+A256KW": 32}
ENCS = {"A256GCM": (32, 12), "A256CBC-HS512": (64, 16)}


def concat_kdf(secret, alg, bits, apu=b"", apv=b""):
    sized = lambda data: len(data).to_bytes(4, "big") + data
    whole = b"\0\0\0\1" + secret + sized(alg.encode()) + sized(apu) + sized(apv) + bits.to_bytes(4, "big")
    return hashlib.sha256(whole).digest()[: bits // 8]


def seal(enc, cek, iv, aad, plaintext):
    if enc == "A256GCM":
        encryptor = Cipher(algorithms.AES(cek), modes.GCM(iv)).encryptor()
        encryptor.authenticate_additional_data(aad)
        return encryptor.update(plaintext) + encryptor.finalize(), encryptor.tag
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(cek[32:]), modes.CBC(iv)).encryptor()
    ciphertext = encryptor.update(padder.update(plaintext) + padder.finalize()) + encryptor.finalize()
    return ciphertext, cbc_tag(cek, iv, aad, ciphertext)


def cbc_tag(cek, iv, aad, ciphertext):
    return hmac.digest(cek[:32], aad + iv + ciphertext + (8 * len(aad)).to_bytes(8, "big"), "sha512")[:32]


def jwe(alg="ECDH-ES+A256KW", enc="A256GCM", curve="P-256", plaintext=CLAIMS, header=None, says=None, cek=None, iv=None, parts=None, aad=None):
    """A compact JWE. header is added to, says replaces members of the header; parts alters the five parts at the end."""
    ephemeral = ec_private(f"ephemeral {curve}", curve)
    members = {"alg": alg, "enc": enc, "kid": curve, "epk": ec_jwk(ephemeral, curve), **(header or {}), **(says or {})}
    members = {k: v for k, v in members.items() if v is not None}
    first = b64(compact_json(members))
    secret = ephemeral.exchange(ec.ECDH(), DECRYPTION[curve].public_key())
    apu, apv = (unb64((header or {}).get(m, "")) for m in ("apu", "apv"))
    kek = concat_kdf(secret, alg, 8 * WRAPS[alg], apu, apv)
    cek = cek or seed("cek", ENCS[enc][0])
    iv = iv or seed("iv", ENCS[enc][1])
    ciphertext, tag = seal(enc, cek, iv, (aad or first).encode(), plaintext)
    five = [first, keywrap.aes_key_wrap(kek, cek), iv, ciphertext, tag]
    five = parts(five) if parts else five
    return ".".join(p if isinstance(p, str) else b64(p) for p in five)


def replaced(index, change):
    return lambda five: [change(p) if i == index else p for i, p in enumerate(five)]


def jwe_accepted():
    for curve in CURVES:
        for alg in WRAPS:
            for enc in ENCS:
                yield f"{alg}, {enc}, {curve}", private_jwk(curve, alg), jwe(alg, enc, curve)
    yield "with apu and apv", private_jwk("P-256"), jwe(header={"apu": "QWxpY2U", "apv": "Qm9i"})
    yield "with cty and an unknown member that is not critical", private_jwk("P-256"), jwe(header={"cty": "JWT", "example": 1})
    yield "without kid", private_jwk("P-256"), jwe(says={"kid": None})
    yield "nothing inside", private_jwk("P-256"), jwe(plaintext=b"")
    yield "nothing inside, A256CBC-HS512", private_jwk("P-256"), jwe(enc="A256CBC-HS512", plaintext=b"")
    yield "sixteen bytes inside, A256CBC-HS512", private_jwk("P-256"), jwe(enc="A256CBC-HS512", plaintext=bytes(16))


def jwe_refused():
    good = jwe()
    one, two, three, four, five = good.split(".")
    yield "empty text", ""
    yield "three parts", f"{one}.{two}.{three}"
    yield "four parts", f"{one}.{two}.{three}.{four}"
    yield "six parts", f"{good}."
    yield "line break behind", f"{good}\n"
    yield "padding behind the tag", f"{good}=="
    yield "stray bits at the end of the tag", f"{one}.{two}.{three}.{four}.{stray_bits(five)}"
    for enc in ENCS:
        make = lambda **m: jwe(enc=enc, **m)
        for i, name in enumerate(("encrypted key", "IV", "ciphertext", "tag"), 1):
            yield f"{enc}: one bit flipped in the {name}", make(parts=replaced(i, lambda p: flip(p, 3)))
            yield f"{enc}: {name} left out", make(parts=replaced(i, lambda p: b""))
            yield f"{enc}: {name} one byte short", make(parts=replaced(i, lambda p: p[:-1]))
            yield f"{enc}: {name} one byte long", make(parts=replaced(i, lambda p: p + b"\0"))
        yield f"{enc}: tag of eight bytes", make(parts=replaced(4, lambda p: p[:8]))
        yield f"{enc}: tag of zeros", make(parts=replaced(4, lambda p: bytes(len(p))))
        other = "A256CBC-HS512" if enc == "A256GCM" else "A256GCM"
        yield f"{enc} made, {other} announced", make(says={"enc": other})
        for name in ("A128GCM", "none", "", "a256gcm", "A256GCMKW"):
            yield f"{enc} made, {name!r} announced", make(says={"enc": name})
        yield f"{enc}: header changed after encrypting", make(parts=replaced(0, lambda p: b64(unb64(p)[:-1] + b',"a":1}')))
    yield "A256GCM: key of 16 bytes inside", jwe(cek=seed("cek", 16))
    yield "A256GCM: IV of 16 bytes, encrypted so", jwe(iv=seed("iv", 16))
    cek, iv = seed("cek", 64), seed("iv", 16)
    yield "A256CBC-HS512: broken padding under a good tag", bad_padding(cek, iv)
    yield "A256CBC-HS512: ciphertext of no whole block under a good tag", odd_block(cek, iv)
    for name in ("ECDH-ES", "ECDH-ES+A128KW", "A256KW", "dir", "RSA-OAEP", "RSA1_5", "PBES2-HS256+A128KW", "none", ""):
        yield f"alg is {name!r}", jwe(says={"alg": name})
    yield "no alg", jwe(says={"alg": None})
    yield "no enc", jwe(says={"enc": None})
    yield "PBES2 with two thousand million rounds", jwe(says={"alg": "PBES2-HS256+A128KW", "p2c": 2000000000, "p2s": "AAAAAAAAAAA"})
    yield "zip", jwe(header={"zip": "DEF"})
    yield "crit names an unknown member", jwe(header={"crit": ["example"], "example": 1})
    yield "crit is empty", jwe(header={"crit": []})
    yield "apu left out after agreeing", jwe(header={"apu": "QWxpY2U"}, says={"apu": None})
    yield "apv added after agreeing", jwe(says={"apv": "Qm9i"})
    yield "apu is not base64url", jwe(says={"apu": "?"})
    yield "encrypted to another key", jwe_to_other()
    ephemeral = ec_private("ephemeral P-256")
    point = ec_jwk(ephemeral)
    zero, prime = b64(bytes(32)), P256_PRIME.to_bytes(32, "big")
    for name, epk in (("missing", None), ("empty", {}), ("a text", "epk"), ("of another curve", ec_jwk(ec_private("ephemeral P-384", "P-384"), "P-384")),
                      ("a curve that does not fit the point", {**point, "crv": "P-384"}), ("not on the curve", {**point, "y": b64(flip(unb64(point["y"]), 255))}),
                      ("on the twist", {**point, "x": twist_x(), "y": point["y"]}), ("zero", {**point, "x": zero, "y": zero}),
                      ("at least the prime", {**point, "x": b64(prime)}), ("without y", {k: v for k, v in point.items() if k != "y"}),
                      ("one byte short", {**point, "x": b64(unb64(point["x"])[:31])}), ("one byte long", {**point, "x": b64(b"\0" + unb64(point["x"]))}),
                      ("a symmetric key", {"kty": "oct", "k": zero}), ("an Ed25519 key", {"kty": "OKP", "crv": "Ed25519", "x": b64(ED_X)})):
        yield f"epk is {name}", jwe(says={"epk": epk})


def twist_x():
    """An x for which no point of P-256 exists."""
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    x = next(x for x in range(2, 1000) if pow(x**3 - 3 * x + b, (P256_PRIME - 1) // 2, P256_PRIME) != 1)
    return b64(x.to_bytes(32, "big"))


def jwe_to_other():
    kept = DECRYPTION["P-256"]
    DECRYPTION["P-256"] = OTHER
    token = jwe()
    DECRYPTION["P-256"] = kept
    return token


def bad_padding(cek, iv):
    def change(five):
        encryptor = Cipher(algorithms.AES(cek[32:]), modes.CBC(iv)).encryptor()
        ciphertext = encryptor.update(b"fifteen bytes.." + b"\x11") + encryptor.finalize()
        return [five[0], five[1], iv, ciphertext, cbc_tag(cek, iv, five[0].encode(), ciphertext)]

    return jwe(enc="A256CBC-HS512", cek=cek, iv=iv, parts=change)


def odd_block(cek, iv):
    def change(five):
        return [five[0], five[1], iv, bytes(17), cbc_tag(cek, iv, five[0].encode(), bytes(17))]

    return jwe(enc="A256CBC-HS512", cek=cek, iv=iv, parts=change)


def jwk_accepted():
    for alg, jwk in PUBLIC.items():
        yield f"{alg}", jwk
    for curve, key in DECRYPTION.items():
        yield f"ECDH-ES+A256KW on {curve}", ec_jwk(key, curve, use="enc", alg="ECDH-ES+A256KW", kid=curve)
    yield "required members only", ec_jwk(SIGNING["ES256"])
    yield "unknown members", {**PUBLIC["ES256"], "example": [1]}
    yield "Ed25519 as RFC 9864 names it", {**PUBLIC["EdDSA"], "alg": "Ed25519"}


def without(jwk, *members):
    return {k: v for k, v in jwk.items() if k not in members}


def jwk_refused():
    p256, p521, ed, rsa = PUBLIC["ES256"], PUBLIC["ES512"], PUBLIC["EdDSA"], PUBLIC["PS256"]
    x, y = unb64(p256["x"]), unb64(p256["y"])
    prime = P256_PRIME.to_bytes(32, "big")
    yield "symmetric key", {"kty": "oct", "k": b64(bytes(range(32))), "alg": "HS256"}
    yield "private member: EC", ec_jwk(SIGNING["ES256"], private=True)
    yield "private member: Ed25519", {**ed, "d": b64(seed("EdDSA"))}
    yield "private members: RSA", RSA
    yield "private member: RSA, d alone", {**rsa, "d": RSA["d"]}
    yield "no kty", without(p256, "kty")
    yield "kty in lower case", {**p256, "kty": "ec"}
    yield "kty is a number", {**p256, "kty": 1}
    yield "no crv", without(p256, "crv")
    yield "no x", without(p256, "x")
    yield "no y", without(p256, "y")
    yield "x is a number", {**p256, "x": 1}
    yield "curve secp256k1", {**p256, "crv": "secp256k1"}
    yield "curve P-192", {**p256, "crv": "P-192"}
    yield "P-256 point called P-384", {**without(p256, "alg"), "crv": "P-384"}
    yield "x one byte short", {**p256, "x": b64(x[:31])}
    yield "x with a leading zero byte more", {**p256, "x": b64(b"\0" + x)}
    yield "P-521: x of 65 bytes", {**p521, "x": b64(unb64(p521["x"])[1:])}
    yield "x with padding", {**p256, "x": p256["x"] + "="}
    yield "x in the standard alphabet", {**p256, "x": standard_alphabet(p256["x"])}
    yield "stray bits at the end of x", {**p256, "x": stray_bits(p256["x"])}
    yield "point not on the curve", {**p256, "y": b64(flip(y, 255))}
    yield "x without a point", {**p256, "x": twist_x()}
    yield "point zero", {**p256, "x": b64(bytes(32)), "y": b64(bytes(32))}
    yield "x at least the prime", {**p256, "x": b64(prime)}
    yield "ES384 on P-256", {**p256, "alg": "ES384"}
    yield "EdDSA on P-256", {**p256, "alg": "EdDSA"}
    yield "ES256 for encryption", {**p256, "use": "enc"}
    yield "ECDH-ES+A256KW for signatures", {**p256, "alg": "ECDH-ES+A256KW"}
    yield "ES256 on an RSA key", {**rsa, "alg": "ES256"}
    yield "HS256 on a P-256 key", {**p256, "alg": "HS256"}
    yield "alg none", {**p256, "alg": "none"}
    yield "Ed25519: x of 31 bytes", {**ed, "x": b64(ED_X[:31])}
    yield "Ed25519: x of 33 bytes", {**ed, "x": b64(ED_X + b"\0")}
    yield "ES256 on an Ed25519 key", {**ed, "alg": "ES256"}
    yield "Ed25519 with kty EC", {**ed, "kty": "EC"}
    yield "RSA of 1024 bits", {**rsa, "n": b64(b"\xc1" + seed("1024", 126) + b"\1")}
    yield "RSA of 2047 bits", {**rsa, "n": b64(b"\x41" + seed("2047", 254) + b"\1")}
    yield "RSA: even n", {**rsa, "n": b64(unb64(rsa["n"])[:-1] + b"\2")}
    yield "RSA: e is one", {**rsa, "e": "AQ"}
    yield "RSA: e is even", {**rsa, "e": "AQAC"}
    yield "RSA: e is zero", {**rsa, "e": "AA"}
    yield "RSA: no e", without(rsa, "e")
    yield "RSA: no n", without(rsa, "n")


def write(name, what, vectors):
    (HERE / name).write_text(json.dumps({"source": f"generate.py; {what}", "vectors": vectors}, indent=1) + "\n")


def main():
    rows = [(valid, row) for valid, rows in ((True, jws_accepted()), (False, jws_refused())) for row in rows]
    write("jws.json", "compact JWS with JSON claims", [
        {"name": name, "jwks": {"keys": [PUBLIC[alg] for alg in algs]}, "allowed": algs, "token": token, "valid": valid}
        for valid, (name, algs, token) in rows
    ])
    good = [{"name": name, "key": key, "token": token, "valid": True, "plaintext_hex": plaintext_of(name).hex()}
            for name, key, token in jwe_accepted()]
    bad = [{"name": name, "key": private_jwk("P-256"), "token": token, "valid": False} for name, token in jwe_refused()]
    write("jwe.json", "compact JWE", good + bad)
    write("jwk.json", "public keys for a key set", [
        {"name": name, "jwk": jwk, "valid": valid} for valid, rows in ((True, jwk_accepted()), (False, jwk_refused())) for name, jwk in rows
    ])


def private_jwk(curve, alg="ECDH-ES+A256KW"):
    return ec_jwk(DECRYPTION[curve], curve, private=True, use="enc", alg=alg, kid=curve)


def plaintext_of(name):
    return b"" if name.startswith("nothing") else bytes(16) if name.startswith("sixteen") else CLAIMS


if __name__ == "__main__":
    main()
