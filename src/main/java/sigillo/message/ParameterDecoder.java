package sigillo.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decodes parameters: RFC 2231's pieces and charsets, encoded words where they do not belong, raw UTF-8. Of several
 * spellings of one name the most able wins: {@code name*}, then {@code name*0}, then {@code name}; of equal ones the
 * first. Pieces that are missing are passed over.
 */
public final class ParameterDecoder {
    private static final int PIECES_MAX = 10_000;

    private ParameterDecoder() {}

    /** Names in lower case, each once, in the order of their first occurrence. */
    public static List<Parameter> decode(List<Parameter> raw) {
        var all = new ArrayList<Parameter>();
        gather(raw).forEach((name, spellings) -> all.add(new Parameter(name, spellings.decoded())));
        return all;
    }

    /** The decoded value of {@code name}, which is in lower case. */
    public static Optional<String> find(List<Parameter> raw, String name) {
        return Optional.ofNullable(gather(raw).get(name)).map(Spellings::decoded);
    }

    /** The raw octets of {@code name}, pieces joined but nothing decoded: boundaries are compared as octets. */
    static Optional<String> findOctets(List<Parameter> raw, String name) {
        return Optional.ofNullable(gather(raw).get(name)).map(Spellings::octets);
    }

    private static Map<String, Spellings> gather(List<Parameter> raw) {
        var all = new LinkedHashMap<String, Spellings>();
        for (var parameter : raw) {
            var name = Ascii.lower(parameter.name());
            int star = name.indexOf('*');
            var base = star < 0 ? name : name.substring(0, star);
            if (!base.isEmpty()) {
                all.computeIfAbsent(base, _ -> new Spellings())
                    .add(star < 0 ? "" : name.substring(star), parameter.value());
            }
        }
        return all;
    }

    /** A piece of a value; extended ones have percent signs. */
    private record Piece(String value, boolean extended) {}

    /** All that was said of one name. RFC 2231 sections 3 and 4. */
    private static final class Spellings {
        private String plain;
        private String whole;
        private final TreeMap<Integer, Piece> pieces = new TreeMap<>();

        void add(String mark, String value) {
            if (mark.isEmpty()) {
                if (plain == null) plain = value;
            } else if (mark.equals("*")) {
                if (whole == null) whole = value;
            } else {
                boolean extended = mark.endsWith("*");
                int number = number(mark.substring(1, mark.length() - (extended ? 1 : 0)));
                if (number >= 0) pieces.putIfAbsent(number, new Piece(value, extended));
                else if (plain == null) plain = value;
            }
        }

        String decoded() {
            if (whole != null) return extended(List.of(new Piece(whole, true)));
            if (pieces.isEmpty()) return HeaderText.decode(plain);
            // Outlook cut encoded words into pieces.
            return pieces.values().stream().anyMatch(Piece::extended)
                ? extended(List.copyOf(pieces.values())) : HeaderText.decode(joined());
        }

        String octets() {
            if (plain != null && pieces.isEmpty()) return plain;
            return whole != null ? extended(List.of(new Piece(whole, true))) : joined();
        }

        private String joined() {
            var all = new StringBuilder();
            for (var piece : pieces.values()) all.append(piece.value);
            return all.toString();
        }

        /** The charset stands before the first piece; a character may be cut between two of them. */
        private static String extended(List<Piece> pieces) {
            var first = pieces.getFirst().value;
            int quote = pieces.getFirst().extended ? first.indexOf('\'') : -1;
            int second = quote < 0 ? -1 : first.indexOf('\'', quote + 1);
            var charset = second < 0 ? "" : first.substring(0, quote);
            var octets = new ByteArrayOutputStream();
            write(octets, first.substring(second + 1), pieces.getFirst().extended);
            for (var piece : pieces.subList(1, pieces.size())) write(octets, piece.value, piece.extended);
            return HeaderText.printable(Charsets.decode(octets.toByteArray(), charset));
        }

        private static void write(ByteArrayOutputStream octets, String value, boolean percent) {
            var plain = value.getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < plain.length; i++) {
                int high = percent && plain[i] == '%' && i + 2 < plain.length ? Ascii.hex(plain[i + 1]) : -1;
                int low = high < 0 ? -1 : Ascii.hex(plain[i + 2]);
                octets.write(low < 0 ? plain[i] : high << 4 | low);
                if (low >= 0) i += 2;
            }
        }

        private static int number(String digits) {
            if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(Ascii::isDigit)) return -1;
            int number = Integer.parseInt(digits);
            return number < PIECES_MAX ? number : -1;
        }
    }
}
