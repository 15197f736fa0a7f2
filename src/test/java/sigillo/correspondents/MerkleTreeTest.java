package sigillo.correspondents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tree of RFC 9162: roots that others have computed, proofs by the verifiers that it describes. */
class MerkleTreeTest {
    /** Of the tests of Certificate Transparency. */
    private static final List<String> LEAVES = List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS =
        List.of("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private final Map<String, byte[]> nodes = new HashMap<>();

    private MerkleTree tree(long size) {
        return new MerkleTree((level, index) -> nodes.get(level + "/" + index), size);
    }

    private void append(long size, byte[] leaf) {
        tree(size).append(leaf, (level, index, hash) -> nodes.put(level + "/" + index, hash));
    }

    @Test void rootsAreAsOthersComputeThem() {
        for (int size = 0; size <= LEAVES.size(); size++) {
            assertEquals(ROOTS.get(size), HexFormat.of().formatHex(tree(size).root()));
            if (size < LEAVES.size()) append(size, HexFormat.of().parseHex(LEAVES.get(size)));
        }
    }

    private static final int MANY = 70;

    private static byte[] leaf(long index) { return ("leaf " + index).getBytes(StandardCharsets.US_ASCII); }

    private void grow() {
        for (int size = 0; size < MANY; size++) append(size, leaf(size));
    }

    @Test void eachLeafIsProvenInEachTree() {
        grow();
        for (int size = 1; size <= MANY; size++) {
            for (int index = 0; index < size; index++) {
                var proof = tree(size).inclusion(index);
                assertTrue(includes(index, size, leaf(index), proof, tree(size).root()), index + " of " + size);
                assertFalse(includes(index, size, leaf(index + 1), proof, tree(size).root()), "another leaf");
            }
        }
    }

    @Test void eachTreeIsTheBeginningOfEachLaterOne() {
        grow();
        for (int size = 1; size <= MANY; size++) {
            for (int former = 1; former <= size; former++) {
                var proof = tree(size).consistency(former);
                assertTrue(isConsistent(former, size, tree(former).root(), tree(size).root(), proof), former + " of "
                    + size);
                var other = tree(former).root().clone();
                other[0] ^= 1;
                assertFalse(isConsistent(former, size, other, tree(size).root(), proof), "another past");
            }
        }
    }

    /** As RFC 9162 verifies inclusion. */
    static boolean includes(long index, long size, byte[] leaf, List<byte[]> path, byte[] root) {
        long fn = index;
        long sn = size - 1;
        var r = MerkleTree.leafHash(leaf);
        for (var p : path) {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn) {
                r = MerkleTree.inner(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = MerkleTree.inner(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(r, root);
    }

    /** As RFC 9162 verifies consistency. */
    static boolean isConsistent(long first, long second, byte[] firstRoot, byte[] secondRoot, List<byte[]> proof) {
        if (first == second) return proof.isEmpty() && Arrays.equals(firstRoot, secondRoot);
        var path = new ArrayList<>(proof);
        if (Long.bitCount(first) == 1) path.addFirst(firstRoot);
        if (path.isEmpty()) return false;
        long fn = first - 1;
        long sn = second - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        var fr = path.getFirst();
        var sr = path.getFirst();
        for (var c : path.subList(1, path.size())) {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn) {
                fr = MerkleTree.inner(c, fr);
                sr = MerkleTree.inner(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = MerkleTree.inner(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return Arrays.equals(fr, firstRoot) && Arrays.equals(sr, secondRoot) && sn == 0;
    }
}
