package sigillo.http2;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the fields of a request say: RFC 9113 sections 8.2 and 8.3. {@code path}: as it was asked for, with its query; empty with
 * CONNECT. {@code headers}: by small names, {@code host} as HTTP/1.1 has it, without an authorization. {@code authorization}: the
 * octets of that field, empty without one and with two; the caller's to wipe. {@code octets}: of all names and values.
 */
record RequestHead(String method, String path, Map<String, String> headers, byte[] authorization, OptionalLong length, int octets) {
    /** Section 8.2.2: what is of one hop of HTTP/1.1. */
    static final Set<String> OF_A_HOP = Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade");
    private static final Set<String> PSEUDO = Set.of(":method", ":scheme", ":authority", ":path");
    /** RFC 9110 section 5.6.2, in small letters. */
    private static final String MARKS_OF_TOKENS = "!#$%&'*+-.^_`|~";

    sealed interface Outcome {
        record Ok(RequestHead head) implements Outcome {}

        /** Section 8.1.1. */
        record Malformed(String why) implements Outcome {}
    }

    /** Total. The fields stay the caller's. */
    static Outcome of(List<Field> fields) {
        try {
            return new Outcome.Ok(new Reading().read(fields));
        } catch (Malformed malformed) {
            return new Outcome.Malformed(malformed.getMessage());
        }
    }

    /** Why these cannot stand behind a body: section 8.1. Empty where they can. */
    static String faultOfTrailers(List<Field> fields) {
        try {
            for (var field : fields) {
                check(field);
                if (field.name()[0] == ':') throw new Malformed("a pseudo field in trailers");
            }
            return "";
        } catch (Malformed malformed) {
            return malformed.getMessage();
        }
    }

    /** Section 8.2.1. */
    private static void check(Field field) throws Malformed {
        var name = field.name();
        if (name.length == 0) throw new Malformed("a field without a name");
        for (int i = name[0] == ':' ? 1 : 0; i < name.length; i++) if (!isOfToken(name[i])) throw new Malformed("a name that is none");
        var value = field.value();
        for (byte octet : value) if (octet >= 0 && octet < ' ' && octet != '\t' || octet == 0x7F) throw new Malformed("a value that is none");
        if (value.length > 0 && (isBlank(value[0]) || isBlank(value[value.length - 1]))) throw new Malformed("blanks around a value");
    }

    private static boolean isOfToken(byte octet) {
        return octet >= 'a' && octet <= 'z' || octet >= '0' && octet <= '9' || octet > 0 && MARKS_OF_TOKENS.indexOf(octet) >= 0;
    }

    private static boolean isBlank(byte octet) { return octet == ' ' || octet == '\t'; }

    private static final class Reading {
        private final Map<String, String> pseudo = new LinkedHashMap<>();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private byte[] authorization = {};
        private int authorizations;
        private int octets;

        RequestHead read(List<Field> fields) throws Malformed {
            for (var field : fields) {
                check(field);
                octets += field.octets();
                if (field.name()[0] == ':') pseudo(field);
                else regular(field);
            }
            checkPseudo();
            host();
            return new RequestHead(pseudo.get(":method"), pseudo.getOrDefault(":path", ""), headers, authorizations == 1 ? authorization : new byte[0],
                length(), octets);
        }

        /** Section 8.3: in front of all others, each once. */
        private void pseudo(Field field) throws Malformed {
            var name = field.nameText();
            if (!headers.isEmpty() || authorizations > 0) throw new Malformed("a pseudo field behind another");
            if (!PSEUDO.contains(name)) throw new Malformed("a pseudo field that is none");
            if (pseudo.put(name, field.valueText()) != null) throw new Malformed("a second " + name);
        }

        private void regular(Field field) throws Malformed {
            var name = field.nameText();
            if (OF_A_HOP.contains(name)) throw new Malformed("a field of one hop");
            if (name.equals("authorization")) {
                authorizations++;
                Arrays.fill(authorization, (byte) 0);
                authorization = field.value().clone();
                return;
            }
            if (name.equals("te") && !field.valueText().equals("trailers")) throw new Malformed("a field of one hop");
            // section 8.2.3: pieces of a cookie are put together again; RFC 9110 section 5.3: so are lists
            boolean isOnce = name.equals("content-length") || name.equals("host");
            var before = headers.get(name);
            if (before != null && isOnce && !before.equals(field.valueText())) throw new Malformed("a second " + name);
            if (before == null || !isOnce) headers.merge(name, field.valueText(), (a, b) -> a + (name.equals("cookie") ? "; " : ",") + b);
        }

        /** Sections 8.3.1 and 8.5. */
        private void checkPseudo() throws Malformed {
            if (!pseudo.containsKey(":method")) throw new Malformed("no method");
            if (pseudo.get(":method").equals("CONNECT")) {
                if (pseudo.containsKey(":path") || pseudo.containsKey(":scheme") || !pseudo.containsKey(":authority")) throw new Malformed("CONNECT to no host");
                return;
            }
            if (!"https".equals(pseudo.get(":scheme"))) throw new Malformed("this is https");
            var path = pseudo.getOrDefault(":path", "");
            if (!path.startsWith("/") && !path.equals("*")) throw new Malformed("no path");
            if (path.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) throw new Malformed("a path that is none");
        }

        /** Section 8.3.1: the authority is the host of HTTP/1.1, and no other than it. */
        private void host() throws Malformed {
            var authority = pseudo.get(":authority");
            var host = headers.get("host");
            if (authority == null && host == null) throw new Malformed("no authority");
            if (authority != null && host != null && !authority.equalsIgnoreCase(host)) throw new Malformed("two hosts");
            if (authority != null && (authority.isEmpty() || authority.indexOf('@') >= 0)) throw new Malformed("an authority that is none");
            if (authority != null) headers.put("host", authority);
        }

        private OptionalLong length() throws Malformed {
            var said = headers.get("content-length");
            if (said == null) return OptionalLong.empty();
            if (!said.matches("[0-9]{1,18}")) throw new Malformed("a length that is none");
            return OptionalLong.of(Long.parseLong(said));
        }
    }

    /** Nothing of what it says. */
    RequestHead forgotten() { return new RequestHead(method, "", Map.of(), new byte[0], OptionalLong.empty(), octets); }

    void wipe() { Arrays.fill(authorization, (byte) 0); }

    /** Never the fields. */
    @Override public String toString() { return method; }

    /** Leaves at the first error; never leaves this class. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String why) { super(why, null, false, false); }
    }
}
