#!/usr/bin/env python3
"""Makes inclusion.json and consistency.json: good and broken proofs over RFC 6962 trees.

Trees and proofs follow the recursive definitions of RFC 9162 §2.1; every vector is then judged by the
iterative verifiers of §2.1.3.2 and §2.1.4.2, so the two descriptions check each other.
"""
import base64
import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).parent


def sha256(data):
    return hashlib.sha256(data).digest()


def hash_leaf(entry):
    return sha256(b"\0" + entry)


def hash_node(left, right):
    return sha256(b"\1" + left + right)


def split(size):
    """The largest power of two below size."""
    return 1 << (size - 1).bit_length() - 1


def root_of(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return hash_node(root_of(leaves[:k]), root_of(leaves[k:]))


def inclusion_path(index, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return inclusion_path(index, leaves[:k]) + [root_of(leaves[k:])]
    return inclusion_path(index - k, leaves[k:]) + [root_of(leaves[:k])]


def consistency_path(old, leaves, whole=True):
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    k = split(len(leaves))
    if old <= k:
        return consistency_path(old, leaves[:k], whole) + [root_of(leaves[k:])]
    return consistency_path(old - k, leaves[k:], False) + [root_of(leaves[:k])]


def verify_inclusion(index, size, leaf, proof, root):
    if index >= size or len(leaf) != 32 or any(len(node) != 32 for node in proof):
        return False
    fn, sn, node = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            node = hash_node(sibling, node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = hash_node(node, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and node == root


def verify_consistency(size1, size2, proof, root1, root2):
    if not 0 < size1 <= size2 or any(len(node) != 32 for node in proof):
        return False
    if size1 == size2:
        return not proof and root1 == root2
    if not proof:
        return False
    path = list(proof) if size1 & (size1 - 1) else [root1] + list(proof)
    fn, sn = size1 - 1, size2 - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for node in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = hash_node(node, old), hash_node(node, new)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = hash_node(new, node)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old == root1 and new == root2


def flip(node, bit):
    return node[: bit // 8] + bytes([node[bit // 8] ^ 1 << bit % 8]) + node[bit // 8 + 1 :]


def broken_proofs(proof, extra):
    """Yields (name, proof) pairs that must not verify; extra are hashes a forger might append."""
    for i, node in enumerate(proof):
        yield f"hash {i} with a flipped bit", proof[:i] + [flip(node, 7 * i + 3)] + proof[i + 1 :]
        yield f"hash {i} one byte short", proof[:i] + [node[:-1]] + proof[i + 1 :]
        yield f"hash {i} one byte long", proof[:i] + [node + b"\0"] + proof[i + 1 :]
        yield f"hash {i} left out", proof[:i] + proof[i + 1 :]
        yield f"hash {i} twice", proof[: i + 1] + proof[i:]
    if len(proof) > 1:
        yield "hashes in reverse", proof[::-1]
    yield "empty hash in front", [b""] + proof
    yield "empty hash behind", proof + [b""]
    for name, node in extra:
        yield f"{name} in front", [node] + proof
        yield f"{name} behind", proof + [node]


def text(value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return [text(node) for node in value] if isinstance(value, list) else value


def collect(cases, verify, names):
    """Renders (name, good, arguments) triples, dropping broken ones that happen to be valid statements."""
    vectors = []
    for name, good, arguments in cases:
        valid = verify(*arguments)
        assert valid or not good, name
        if valid == good:
            members = dict(zip(names, map(text, arguments)))
            vectors.append({"name": name, **members, "wantErr": not good})
    return vectors


def inclusion_cases(leaves):
    for index, size in [(0, 1), (0, 2), (1, 2), (2, 3), (0, 5), (4, 5), (5, 7), (0, 8), (7, 8), (6, 11), (99, 257), (256, 257)]:
        tree = leaves[:size]
        root, leaf, proof = root_of(tree), tree[index], inclusion_path(index, tree)
        tag = f"leaf {index} of {size}"
        yield f"{tag}: good", True, (index, size, leaf, proof, root)
        for name, changed in broken_proofs(proof, [("root", root), ("leaf", leaf), ("garbage", bytes(32))]):
            yield f"{tag}: {name}", False, (index, size, leaf, changed, root)
        for other in sorted({index + 1, index ^ 2, size, size + index, 2**63, index + 2**32} | ({index - 1} if index else set())):
            yield f"{tag}: index {other}", False, (other, size, leaf, proof, root)
        for other in sorted({0, index, size - 1, 2 * size, size // 2, 2**63} - {size}):
            yield f"{tag}: size {other}", False, (index, other, leaf, proof, root)
        yield f"{tag}: another leaf", False, (index, size, leaves[size], proof, root)
        yield f"{tag}: another root", False, (index, size, leaf, proof, root_of(leaves[: size + 1]))
        yield f"{tag}: root of the empty tree", False, (index, size, leaf, proof, sha256(b""))
        yield f"{tag}: empty root", False, (index, size, leaf, proof, b"")


def consistency_cases(leaves):
    for size1, size2 in [(1, 1), (1, 2), (1, 8), (2, 5), (3, 7), (4, 7), (6, 8), (5, 5), (7, 13), (8, 16), (100, 257), (256, 257)]:
        root1, root2 = root_of(leaves[:size1]), root_of(leaves[:size2])
        proof = consistency_path(size1, leaves[:size2])
        tag = f"{size1} to {size2}"
        yield f"{tag}: good", True, (size1, size2, proof, root1, root2)
        extra = [("first root", root1), ("second root", root2), ("garbage", bytes(32))]
        for name, changed in broken_proofs(proof, extra):
            yield f"{tag}: {name}", False, (size1, size2, changed, root1, root2)
        for other in sorted({0, size1 + 1, size1 - 1, size1 ^ 2, size1 + size2, 2**63}):
            yield f"{tag}: first size {other}", False, (other, size2, proof, root1, root2)
        for other in sorted({0, 2 * size2, size2 // 2, size2 - 1, 2**63}):
            yield f"{tag}: second size {other}", False, (size1, other, proof, root1, root2)
        wrong = root_of(leaves[: size2 + 1])
        yield f"{tag}: another first root", False, (size1, size2, proof, wrong, root2)
        yield f"{tag}: another second root", False, (size1, size2, proof, root1, wrong)
        yield f"{tag}: roots swapped", False, (size1, size2, proof, root2, root1)
        yield f"{tag}: no proof", False, (size1, size2, [], root1, root2)


def write(name, clause, vectors):
    head = {"source": f"generate.py; hash trees of {clause}", "vectors": vectors}
    (HERE / name).write_text(json.dumps(head, indent=1) + "\n")


def main():
    leaves = [hash_leaf(b"leaf %d" % i) for i in range(300)]
    names = ("leafIdx", "treeSize", "leafHash", "proof", "root")
    write("inclusion.json", "RFC 9162 §2.1.3", collect(inclusion_cases(leaves), verify_inclusion, names))
    names = ("size1", "size2", "proof", "root1", "root2")
    write("consistency.json", "RFC 9162 §2.1.4", collect(consistency_cases(leaves), verify_consistency, names))


if __name__ == "__main__":
    main()
