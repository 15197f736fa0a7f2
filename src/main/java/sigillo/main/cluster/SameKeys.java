package sigillo.main.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * That each server of a cluster has the same lasting keys: a row there has, under the name of each file, what an HMAC
 * by that key makes of a random number of the cluster. It tells nothing of a key of 32 random octets. The first server
 * makes it; one that has another key would seal what the others cannot open, and so is not started.
 */
final class SameKeys {
    private static final Bytes LASTING = Bytes.utf8("keys");
    private static final int VERSION = 1;
    private static final int ID_OCTETS = 16;
    private static final byte[] LABEL = "sgl1/same-keys".getBytes(StandardCharsets.US_ASCII);
    private static final String ALGORITHM = "HmacSHA256";

    /** {@code marks}: by the names of files. */
    private record Known(byte[] id, Map<String, Bytes> marks) {
        byte[] encode() {
            var out = new RowOut(VERSION).fixed(id).number(marks.size());
            marks.forEach((name, mark) -> out.text(name).sized(mark.unsafeArray()));
            return out.done();
        }

        /** The first that is missing there, or another. */
        Optional<String> firstOther(Map<String, Bytes> there) {
            return marks.entrySet().stream().filter(one -> !one.getValue().equals(there.get(one.getKey())))
                .map(Map.Entry::getKey).findFirst();
        }

        static Known decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            var id = in.fixed(ID_OCTETS);
            var marks = new TreeMap<String, Bytes>();
            for (int left = in.count(); left > 0; left--) marks.put(in.text(), Bytes.wrap(in.sized()));
            return new Known(id, marks);
        }
    }

    private SameKeys() {}

    /**
     * {@code keys}: those that never change, each under the name of its file; they are wiped. Throws {@link
     * IOException} with a sentence for the operator when one is missing or another. Those that the cluster does not
     * know yet, as new peppers, it knows from then on.
     */
    static void lasting(Store store, Map<String, byte[]> keys) throws IOException { require(store, LASTING, keys); }

    private static void require(Store store, Bytes row, Map<String, byte[]> keys) throws IOException {
        try {
            var transactions = new Transactions(store.partition(SoleServer.PARTITION));
            var wrong = transactions.write(tx -> {
                var known = tx.get(row).map(Known::decode)
                    .orElseGet(() -> new Known(Randomness.secure().octets(ID_OCTETS), new TreeMap<>()));
                var ours = marks(known.id(), keys);
                var first = known.firstOther(ours);
                boolean isNew = !known.marks().keySet().containsAll(ours.keySet());
                if (first.isEmpty() && isNew) tx.put(row, new Known(known.id(), ours).encode());
                return first;
            });
            if (wrong.isPresent()) throw new IOException(sentence(wrong.get(), keys));
        } finally {
            keys.values().forEach(key -> Arrays.fill(key, (byte) 0));
        }
    }

    private static String sentence(String name, Map<String, byte[]> keys) {
        var how = keys.containsKey(name)
            ? " is another than the one with which this cluster is served" : " is missing here";
        return name + how + ": copy the folder of keys from a server of the cluster, or bring it back from a backup";
    }

    private static Map<String, Bytes> marks(byte[] id, Map<String, byte[]> keys) {
        var marks = new TreeMap<String, Bytes>();
        keys.forEach((name, key) -> marks.put(name, mark(id, name, key)));
        return marks;
    }

    private static Bytes mark(byte[] id, String name, byte[] key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(LABEL);
            mac.update(id);
            return Bytes.wrap(mac.doFinal(name.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each JDK has " + ALGORITHM, e);
        }
    }
}
