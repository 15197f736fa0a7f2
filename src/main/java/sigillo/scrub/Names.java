package sigillo.scrub;

import sigillo.account.RowKind;
import sigillo.base.Bytes;

/** What parts of the store are called, for the operator: whose they are and of what kind, not what is in them. */
final class Names {
    private Names() {}

    /** Of an account {@code a/ID}, of its keys {@code k/ID}. */
    static String place(String partition) {
        if (partition.startsWith("a/")) return "account " + partition.substring(2);
        return partition.startsWith("k/") ? "keys of account " + partition.substring(2) : partition;
    }

    /** Ids of blobs begin with the partition whose they are. */
    static String placeOfBlob(Bytes id) {
        int end = 0;
        for (int i = 0; i < id.length() && isOfName(id.at(i)); i++) if (id.at(i) == '/' && i > 1) end = i;
        return end == 0 ? "blobs" : place(id.toUtf8().substring(0, end));
    }

    private static boolean isOfName(int octet) {
        return octet >= 'a' && octet <= 'z' || octet >= '0' && octet <= '9' || octet == '/' || octet == '-';
    }

    static String kind(String partition, Bytes key) {
        if (key.length() == 0) return "rows";
        return partition.startsWith("a/") ? RowKind.of(key) : "rows";
    }
}
