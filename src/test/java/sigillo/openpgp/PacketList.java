package sigillo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Packets in words, for assertions: what was emitted, to the version and the algorithm. */
final class PacketList {
    private static final Map<Integer,
        String> NAMES = Map.ofEntries(Map.entry(1, "session-key"), Map.entry(2, "signature"),
        Map.entry(3, "passphrase"), Map.entry(4, "one-pass"), Map.entry(5, "secret-key"), Map.entry(6, "public-key"),
        Map.entry(7, "secret-subkey"), Map.entry(8, "compressed"), Map.entry(9, "unprotected"), Map.entry(10, "marker"),
        Map.entry(11, "literal"), Map.entry(13, "user-id"), Map.entry(14, "public-subkey"),
            Map.entry(17, "user-attribute"),
        Map.entry(18, "protected"), Map.entry(20, "aead"), Map.entry(21, "padding"));
    private static final Map<Integer, String> KEYS = Map.of(1, "rsa", 17, "dsa", 18, "ecdh", 19, "ecdsa", 22, "eddsa",
        25, "x25519", 26, "x448", 27, "ed25519", 28, "ed448");
    private static final Map<Integer,
        String> HASHES = Map.of(1, "md5", 2, "sha1", 8, "sha256", 9, "sha384", 10, "sha512");

    private PacketList() {}

    static String of(byte[] binary) throws IOException {
        var list = new ArrayList<String>();
        for (var one : packets(binary)) list.add(words(one));
        return String.join(", ", list);
    }

    static List<Packet> packets(byte[] binary) throws IOException {
        var all = new ArrayList<Packet>();
        var reader = new PacketReader(new ByteArrayInputStream(binary), 10_000);
        for (int tag; (tag = reader.next()) >= 0; ) all.add(new Packet(tag, reader.body(100 << 20)));
        return all;
    }

    private static String words(Packet one) {
        var body = one.body();
        var name = NAMES.getOrDefault(one.tag(), "tag " + one.tag());
        return name + switch (one.tag()) {
            case 1 -> " v" + body[0] + " " + KEYS.get(body[0] == 3 ? (int) body[9] : (int) body[2 + body[1]]);
            case 2 -> " v" + body[0] + " type " + body[1] + " " + HASHES.get((int) body[3]) + " "
                + KEYS.get((int) body[2]);
            case 4 -> " v" + body[0] + " " + HASHES.get((int) body[2]) + " " + KEYS.get((int) body[3]);
            case 5, 6, 7, 14 -> " v" + body[0] + " " + KEYS.get((int) body[5]);
            case 8 -> " " + body[0];
            case 11 -> literal(body);
            case 18, 20 -> " v" + body[0];
            default -> "";
        };
    }

    private static String literal(byte[] body) {
        int name = body[1] & 0xFF;
        long date = HexFormat.fromHexDigitsToLong(HexFormat.of().formatHex(body, 2 + name, 6 + name));
        return " " + (char) body[0] + " '" + new String(body, 2, name) + "' " + date;
    }
}
